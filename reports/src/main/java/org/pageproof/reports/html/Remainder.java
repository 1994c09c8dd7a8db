package org.pageproof.reports.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pageproof.reports.InconclusiveTraces;
import org.pageproof.reports.RunEvent.ListedRule;
import org.pageproof.reports.RunEvent.PropertyFinished;
import org.pageproof.reports.RunSummary;
import org.pageproof.reports.RunVerdict;
import org.pageproof.reports.words.Counted;

/** What was not checked, and why. */
final class Remainder {
  private final Markup html;
  private final Run run;

  Remainder(Markup html, Run run) {
    this.html = html;
    this.run = run;
  }

  void write() {
    html.open("section").id("skipped").leaf("h2", "Not checked, and why").open("ul");
    RunSummary summary = run.summary();
    if (summary.verdict() == RunVerdict.SKIPPED) {
      html.leaf("li", "Everything: " + summary.reason());
    }
    for (PropertyFinished property : run.properties()) {
      if (property.verdict() == RunVerdict.SKIPPED) {
        html.leaf("li", property.property() + ": " + property.reason());
      }
    }
    long undecided = summary.counts().inconclusive();
    if (undecided > 0) {
      undecided(undecided);
    }
    neverReached();
    otherKernels();
    html.open("li").text("What no rule speaks of, and longer sequences than were drawn: a run ");
    html.text("that conforms says that none of its sequences diverged, no more.").close();
    html.close().close();
  }

  private void undecided(long count) {
    html.open("li").text(Counted.of(count, "sequence") + " without a verdict; kept:");
    List<String> names =
        run.merged()
            ? run.shards().stream().flatMap(shard -> shard.undecided().stream()).toList()
            : InconclusiveTraces.names(count);
    names.forEach(name -> html.text(" ").leaf("code", run.directory() + "/" + name));
    html.close();
  }

  private void neverReached() {
    List<String> never =
        run.rules().stream()
            .filter(ListedRule::applies)
            .map(rule -> rule.text().id())
            .filter(id -> run.summary().rules().getOrDefault(id, 0L) == 0)
            .toList();
    if (!never.isEmpty()) {
      html.open("li").text(Counted.of(never.size(), "rule") + " never reached: ");
      list(never);
      html.close();
    }
  }

  private void otherKernels() {
    Map<String, List<String>> byProfile = new TreeMap<>();
    for (ListedRule rule : run.rules()) {
      if (!rule.applies()) {
        byProfile
            .computeIfAbsent(rule.text().profiles(), unused -> new ArrayList<>())
            .add(rule.text().id());
      }
    }
    byProfile.forEach(
        (profiles, rules) -> {
          html.open("li").text("Holds only for " + profiles + ": ");
          list(rules);
          html.close();
        });
  }

  private void list(List<String> rules) {
    for (int i = 0; i < rules.size(); i++) {
      html.text(i == 0 ? "" : ", ");
      RuleLink.to(html, run, rules.get(i));
    }
  }
}
