package org.pageproof.reports.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pageproof.reports.RunEvent.ListedRule;
import org.pageproof.reports.RunEvent.PropertyFinished;
import org.pageproof.reports.RunEvent.RoundFinished;
import org.pageproof.reports.RunSummary;
import org.pageproof.reports.RunVerdict;

/** Which part of the campaign this is, and what was not checked and why. */
final class Remainder {
  private final Markup html;
  private final Run run;

  Remainder(Markup html, Run run) {
    this.html = html;
    this.run = run;
  }

  void write() {
    shards();
    skipped();
  }

  private void shards() {
    html.open("section").id("shards").leaf("h2", "Shards and rounds");
    List<RoundFinished> rounds = run.rounds();
    if (rounds.isEmpty()) {
      html.leaf("p", "No round ended.").close();
      return;
    }
    html.open("p").text(Run.counted(rounds.size(), "round") + " ended. Shard I of N runs the ");
    html.text("rounds whose number leaves I when divided by N. The command line was ");
    html.leaf("code", run.facts().getOrDefault("command line", "")).text(".").close();
    html.open("details").leaf("summary", "Round by round");
    html.open("div", "scroll").attribute("tabindex", "0").attribute("role", "region");
    html.attribute("aria-label", "Rounds").open("table").open("thead").open("tr");
    for (String name : List.of("round", "seed", "sequences", "commands", "distinct divergences")) {
      html.open("th", "number").attribute("scope", "col").text(name).close();
    }
    html.close().close().open("tbody");
    for (RoundFinished round : rounds) {
      html.open("tr");
      number(round.round());
      number(round.seed());
      number(round.sequences());
      number(round.commands());
      number(round.divergences());
      html.close();
    }
    html.close().close().close().close().close();
  }

  private void number(long number) {
    html.leaf("td", "number", Long.toString(number));
  }

  private void skipped() {
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
      html.open("li").text(Run.counted(undecided, "sequence") + " without a verdict; the first ");
      html.text("ones are kept as ").leaf("code", "inconclusive-N.jsonl").text(".").close();
    }
    neverReached();
    otherKernels();
    html.open("li").text("What no rule speaks of, and longer sequences than were drawn: a run ");
    html.text("that conforms says that none of its sequences diverged, no more.").close();
    html.close().close();
  }

  private void neverReached() {
    List<String> never =
        run.rules().stream()
            .filter(ListedRule::applies)
            .map(rule -> rule.text().id())
            .filter(id -> run.summary().rules().getOrDefault(id, 0L) == 0)
            .toList();
    if (!never.isEmpty()) {
      html.open("li").text(Run.counted(never.size(), "rule") + " never reached: ");
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
