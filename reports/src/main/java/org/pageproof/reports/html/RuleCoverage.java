package org.pageproof.reports.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.pageproof.reports.RunEvent.ListedRule;
import org.pageproof.reports.RunSummary;
import org.pageproof.verdict.RuleStatus;
import org.pageproof.verdict.RuleText;

/** Which rules were reached: a row for each command, a cell for each of its rules. */
final class RuleCoverage {
  private final Markup html;
  private final Run run;

  RuleCoverage(Markup html, Run run) {
    this.html = html;
    this.run = run;
  }

  void write() {
    RunSummary summary = run.summary();
    html.open("section").id("rules").leaf("h2", "Rule coverage");
    if (run.rules().isEmpty() && summary.rules().isEmpty()) {
      html.leaf("p", "No rule was reached.").close();
      return;
    }
    html.leaf(
        "p",
        summary.rulesReached()
            + " of "
            + summary.applicableRules()
            + " rules that hold here were reached.");
    html.open("p", "key");
    html.leaf("span", "chip hit", "REACHED 12").leaf("span", "chip never", "NEVER REACHED");
    html.leaf("span", "chip excused", "HOLDS FOR OTHER KERNELS").close();
    matrix();
    if (!run.rules().isEmpty()) {
      html.open("details").leaf("summary", "All rules in words").open("div", "rules");
      for (int i = 0; i < run.rules().size(); i++) {
        html.open("div").id("rule-" + i);
        rule(run.rules().get(i));
        html.close();
      }
      html.close().close();
    }
    html.close();
  }

  /** The rules of each command; without a list of all, those that were reached. */
  private Map<String, List<String>> byCommand() {
    Map<String, List<String>> all = new LinkedHashMap<>();
    List<String> ids =
        run.rules().isEmpty()
            ? List.copyOf(run.summary().rules().keySet())
            : run.rules().stream().map(rule -> rule.text().id()).toList();
    for (String id : ids) {
      String[] parts = id.split("-", 3);
      String command = parts.length == 3 ? parts[1] : id;
      all.computeIfAbsent(command, unused -> new ArrayList<>()).add(id);
    }
    return all;
  }

  private void matrix() {
    html.open("table", "rulematrix").open("tbody");
    byCommand()
        .forEach(
            (command, ids) -> {
              long reached = ids.stream().filter(id -> count(id) > 0).count();
              long applicable = ids.stream().filter(this::applies).count();
              html.open("tr").open("th").attribute("scope", "row");
              html.leaf("code", command).close();
              html.leaf("td", "number", reached + "/" + applicable).open("td", "chips");
              ids.forEach(this::chip);
              html.close().close();
            });
    html.close().close();
  }

  private long count(String id) {
    return run.summary().rules().getOrDefault(id, 0L);
  }

  private boolean applies(String id) {
    return run.rule(id).map(ListedRule::applies).orElse(true) || count(id) > 0;
  }

  private void chip(String id) {
    long count = count(id);
    String[] parts = id.split("-", 3);
    String state = count > 0 ? "hit" : applies(id) ? "never" : "excused";
    html.open("span", "chip " + state);
    run.rule(id).ifPresent(rule -> html.attribute("title", rule.text().sentence()));
    html.text(parts[parts.length - 1] + " ");
    switch (state) {
      case "hit" -> html.leaf("small", Long.toString(count));
      case "never" -> html.leaf("small", "never");
      default -> html.leaf("small", "n/a");
    }
    html.close();
  }

  private void rule(ListedRule rule) {
    RuleText text = rule.text();
    long count = count(text.id());
    html.leaf("code", text.id());
    String status =
        text.status() == RuleStatus.DOCUMENTED
            ? ""
            : " · " + text.status().name().toLowerCase(Locale.ROOT);
    String reached =
        count > 0
            ? RunSummary.times(count)
            : rule.applies() ? "never reached" : "does not hold here";
    html.leaf("span", "same", " " + reached + status);
    html.leaf("p", text.sentence());
    String where = text.profiles().equals("all") ? "" : " Holds for " + text.profiles() + ".";
    String evidence = text.evidence().isEmpty() ? "" : " " + text.evidence();
    html.leaf("p", "same", text.source() + where + evidence);
  }
}
