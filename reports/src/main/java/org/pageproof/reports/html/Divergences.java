package org.pageproof.reports.html;

import java.util.List;
import java.util.Map;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunSummary;
import org.pageproof.reports.RunSummary.Distinct;
import org.pageproof.reports.timeline.Timeline;
import org.pageproof.reports.timeline.Timeline.Difference;

/** The distinct divergences, each with its picture; apart from them those that are known. */
final class Divergences {
  private final Markup html;
  private final Run run;

  Divergences(Markup html, Run run) {
    this.html = html;
    this.run = run;
  }

  void write() {
    html.open("section").id("divergences").leaf("h2", "Divergences");
    if (run.divergences().isEmpty()) {
      html.leaf("p", "None was found.");
    }
    if (run.divergences().size() > 1) {
      contents();
    }
    baseline();
    run.timelines().values().stream().findFirst().ifPresent(this::legend);
    for (int i = 0; i < run.divergences().size(); i++) {
      divergence(i, run.divergences().get(i));
    }
    html.close();
    known();
  }

  private void contents() {
    html.open("ol", "contents");
    for (int i = 0; i < run.divergences().size(); i++) {
      DivergenceFound found = run.divergences().get(i);
      html.open("li").link(Run.anchor(i), found.fingerprint());
      run.distinct(found)
          .ifPresent(each -> html.leaf("span", "same", " met " + RunSummary.times(each.count())));
      if (excused(found)) {
        html.text(" ").leaf("span", "tag", "in the baseline");
      }
      html.close();
    }
    html.close();
  }

  /** What the baseline makes of the run's divergences. */
  private void baseline() {
    if (run.inBaseline() > 0) {
      html.open("p").text("What is ").leaf("span", "tag", "in the baseline");
      html.text(" does not make a run fail.").close();
    }
    for (String gone : run.summary().baselineGone()) {
      html.open("p").text("Not met: ").leaf("code", gone).text(" (in the baseline)").close();
    }
  }

  private boolean excused(DivergenceFound found) {
    return run.distinct(found).map(Distinct::inBaseline).orElse(false);
  }

  private void legend(Timeline timeline) {
    html.open("details", "legend").leaf("summary", "How to read the timelines");
    html.open("p").text("A row is a command, a column is what was looked at after it. ");
    html.text("What a command changed is ").leaf("b", "changed", "dark");
    html.text(", what stayed is ").leaf("span", "same", "pale");
    html.text(". The last command broke: what was expected of it stands over what was observed, ");
    html.text("and ").leaf("b", "wrong", "≠ this").text(" differs. Under a page is what its ");
    html.text("area allows.").close();
    html.leaf("p", String.join(" ", timeline.legend())).close();
  }

  private void divergence(int index, DivergenceFound found) {
    boolean excused = excused(found);
    html.open("section", excused ? "divergence excused" : "divergence").id(Run.anchor(index));
    html.open("h3").text(found.title());
    if (excused) {
      html.text(" ").leaf("span", "tag", "in the baseline");
    }
    html.close().open("p", "facts").leaf("code", found.fingerprint());
    run.distinct(found).ifPresent(each -> html.text(" · " + each.met()));
    html.close();
    Timeline timeline = run.timelines().get(found.fingerprint());
    if (timeline == null) {
      sequence(found);
    } else {
      new Picture(html, run, timeline).write();
      differences(timeline.differences());
      log(timeline.log());
    }
    String folder = run.directory() + "/" + found.folder();
    html.open("p").text("Replay: ");
    html.leaf("code", found.replay(run.directory()));
    html.text(" · as a C program: ").leaf("code", folder + "/reproducer.c").close();
    html.open("details").leaf("summary", "The report as text");
    html.leaf("pre", found.report()).close();
    html.close();
  }

  /** A stream without the steps still has the commands. */
  private void sequence(DivergenceFound found) {
    html.open("ol").attribute("start", "0");
    for (int step = 0; step < found.sequence().size(); step++) {
      html.open("li", step == found.step() ? "wrong" : "same");
      html.leaf("code", found.sequence().get(step)).close();
    }
    html.close().open("dl");
    html.open("div").leaf("dt", "expected").open("dd").leaf("code", found.expected());
    html.close().close();
    html.open("div").leaf("dt", "observed").open("dd").leaf("code", found.observed());
    html.close().close().close();
  }

  private void log(List<String> log) {
    if (!log.isEmpty()) {
      html.open("p").text("The kernel's log").close();
      html.open("pre", "log").attribute("tabindex", "0").text(String.join("\n", log)).close();
    }
  }

  private void differences(List<Difference> differences) {
    scroll("What differs");
    html.open("table", "differences").leaf("caption", "What differs in the last step");
    html.open("thead").open("tr");
    for (String name : List.of("field", "expected", "observed")) {
      html.open("th").attribute("scope", "col").text(name).close();
    }
    html.close().close().open("tbody");
    for (Difference each : differences) {
      html.open("tr").open("th").attribute("scope", "row").text(each.field()).close();
      html.open("td").leaf("code", each.expected()).close();
      html.open("td", "wrong").leaf("code", each.observed()).close().close();
    }
    html.close().close().close();
  }

  private void scroll(String label) {
    html.open("div", "scroll").attribute("tabindex", "0").attribute("role", "region");
    html.attribute("aria-label", label);
  }

  private void known() {
    html.open("section").id("known").leaf("h2", "Known divergences");
    if (run.summary().known().isEmpty() && run.summary().gone().isEmpty()) {
      html.leaf("p", "None was met.").close();
      return;
    }
    html.open("p").text("Kernels are known to do this; it does not make a run fail. With ");
    html.leaf("code", "--known find").text(" each is shrunk and drawn like a new one.").close();
    scroll("Known divergences");
    html.open("table").open("thead").open("tr");
    for (String name : List.of("rule", "what was observed", "what it says")) {
      html.open("th").attribute("scope", "col").text(name).close();
    }
    html.close().close().open("tbody");
    for (Map.Entry<String, Long> each : run.summary().known().entrySet()) {
      known(each.getKey(), "met " + RunSummary.times(each.getValue()));
    }
    for (Map.Entry<String, Long> each : run.summary().gone().entrySet()) {
      known(each.getKey(), "gone? what is promised, " + RunSummary.times(each.getValue()));
    }
    html.close().close().close().close();
  }

  private void known(String rule, String what) {
    html.open("tr").open("th").attribute("scope", "row");
    RuleLink.to(html, run, rule);
    html.close().leaf("td", what);
    html.leaf("td", run.rule(rule).map(listed -> listed.text().sentence()).orElse("")).close();
  }
}
