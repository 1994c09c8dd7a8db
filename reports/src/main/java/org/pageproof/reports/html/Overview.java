package org.pageproof.reports.html;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pageproof.reports.RunEvent.KernelFacts;
import org.pageproof.reports.RunEvent.PropertyFinished;
import org.pageproof.reports.RunSummary;
import org.pageproof.reports.RunSummary.Counts;
import org.pageproof.reports.words.Counted;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Profile;

/** What is read first: the verdicts, and where they hold. */
final class Overview {
  private final Markup html;
  private final Run run;

  Overview(Markup html, Run run) {
    this.html = html;
    this.run = run;
  }

  void write() {
    header();
    html.open("main");
    verdicts();
    environment();
    html.close();
  }

  private void header() {
    RunSummary summary = run.summary();
    html.open("header");
    html.open("h1").text("Pageproof: " + run.checked() + " ");
    html.leaf("span", "verdict " + summary.verdict().word(), summary.verdict().word());
    html.close();
    html.open("p", "lead").text(where());
    if (!summary.reason().isEmpty()) {
      html.text(". " + summary.reason());
    }
    if (run.inBaseline() > 0) {
      html.text(". Divergences: " + divergences());
    }
    html.close();
    html.open("nav").attribute("aria-label", "Sections");
    html.link("verdicts", "Verdicts");
    html.link("environment", "Environment");
    html.link("divergences", "Divergences (" + divergences() + ")");
    html.link("known", "Known (" + summary.known().size() + ")");
    html.link("rules", "Rules");
    html.link("transitions", "Transitions");
    html.link("shards", "Shards");
    html.link("skipped", "Not checked");
    html.close().close();
  }

  /** How many there are, and how many of them are excused. */
  private String divergences() {
    int all = run.summary().divergences().size();
    return run.inBaseline() == 0
        ? Integer.toString(all)
        : run.inBaseline() + " of " + all + " in the baseline";
  }

  private String where() {
    return run.environment()
        .map(where -> where.sut() + " of Linux " + where.profile().release().text())
        .map(where -> where + ", seed " + run.facts().getOrDefault("seed", "unknown"))
        .orElse("Nothing could be tested");
  }

  private void verdicts() {
    html.open("section").id("verdicts").leaf("h2", "Verdicts");
    html.open("div", "scroll").attribute("tabindex", "0").attribute("role", "region");
    html.attribute("aria-label", "Verdicts").open("table");
    html.open("thead").open("tr");
    List.of("property", "verdict", "reason").forEach(this::head);
    html.leaf("th", "number", "seconds").close().close().open("tbody");
    for (PropertyFinished property : properties()) {
      String word = property.verdict().word();
      html.open("tr").open("th").attribute("scope", "row").leaf("code", property.property());
      html.close().open("td").leaf("span", "verdict " + word, word).close();
      html.leaf("td", property.reason());
      html.leaf("td", "number", seconds(property.seconds())).close();
    }
    html.close().close().close();
    run.failure().ifPresent(why -> html.leaf("p", "bad", "The harness failed: " + why));
    counts(run.summary().counts());
    html.close();
  }

  private void head(String text) {
    html.open("th").attribute("scope", "col").text(text).close();
  }

  /** A run that decided no property still has a verdict to tell. */
  private List<PropertyFinished> properties() {
    RunSummary summary = run.summary();
    double seconds = summary.counts().seconds();
    return run.properties().isEmpty()
        ? List.of(new PropertyFinished("run", summary.verdict(), summary.reason(), seconds))
        : run.properties();
  }

  private void counts(Counts counts) {
    String rate =
        counts.commands() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                " (%.0f %% succeeded)",
                100.0 * counts.succeeded() / counts.commands());
    html.leaf(
        "p",
        Counted.of(counts.sequences(), "sequence")
            + " judged, "
            + Counted.of(counts.commands(), "command")
            + rate
            + ", "
            + Counted.of(counts.executions(), "execution")
            + " with shrinking and confirmation, "
            + seconds(counts.seconds())
            + " s.");
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.1f", seconds);
  }

  private void environment() {
    html.open("section").id("environment").leaf("h2", "Environment").open("dl");
    run.environment().ifPresent(this::system);
    for (Map.Entry<String, String> fact : run.facts().entrySet()) {
      fact(fact.getKey(), fact.getValue());
    }
    for (int i = 0; i < run.kernel().size(); i++) {
      kernel(i == 0 ? "before" : "after", run.kernel().get(i));
    }
    html.close().close();
  }

  private void system(Environment where) {
    Profile profile = where.profile();
    fact("system", where.sut() + ", " + profile.release().text());
    if (!where.faults().isEmpty()) {
      fact("planted faults", String.join(", ", where.faults()));
    }
    fact("machine", where.machine());
    fact("huge pages", where.thp());
    fact("features", "0x" + Long.toHexString(profile.features()));
    fact(
        "rights",
        (profile.unrestricted() ? "unrestricted" : "user mode only")
            + (profile.ptrace() ? ", CAP_SYS_PTRACE" : ", no CAP_SYS_PTRACE")
            + (profile.device() ? ", /dev/userfaultfd" : ", no /dev/userfaultfd"));
    if (profile.driver().exists()) {
      fact("test_hmm", Counted.of(profile.driver().devices(), "device"));
    }
  }

  private void kernel(String when, KernelFacts facts) {
    fact("kernel " + when, facts.version());
    fact("tainted " + when, facts.tainted());
  }

  private void fact(String name, String value) {
    html.open("div").leaf("dt", name).open("dd").leaf("code", value).close().close();
  }
}
