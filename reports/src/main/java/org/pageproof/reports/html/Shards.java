package org.pageproof.reports.html;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.pageproof.reports.CampaignFacts;
import org.pageproof.reports.RunEvent.RoundFinished;
import org.pageproof.reports.RunEvent.ShardMerged;

/** Which part of the campaign this is, and what each shard of it did. */
final class Shards {
  private final Markup html;
  private final Run run;

  Shards(Markup html, Run run) {
    this.html = html;
    this.run = run;
  }

  void write() {
    html.open("section").id("shards").leaf("h2", "Shards and rounds");
    if (run.shards().isEmpty()) {
      html.leaf("p", "Nothing was drawn.").close();
      return;
    }
    html.open("p").text("Shard I of N runs the rounds whose number leaves I when divided by N. ");
    html.text(
        run.merged()
            ? "The command line of shard " + run.shards().get(0).shard() + " was "
            : "The command line was ");
    html.leaf("code", run.facts().getOrDefault("command line", "")).text(".").close();
    run.campaign().ifPresent(this::missing);
    shards();
    if (!run.rounds().isEmpty()) {
      rounds();
    }
    html.close();
  }

  private void missing(CampaignFacts campaign) {
    Set<Integer> here = new HashSet<>(campaign.shards());
    String missing =
        IntStream.range(0, campaign.shardCount())
            .filter(shard -> !here.contains(shard))
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", "));
    if (!missing.isEmpty()) {
      html.leaf("p", "Not in this report, of " + campaign.shardCount() + " shards: " + missing);
    }
  }

  private void shards() {
    table(
        "Shards",
        List.of(
            "shard",
            "verdict",
            "rounds",
            "first round's seed",
            "last round's seed",
            "sequences",
            "commands"));
    for (ShardMerged shard : run.shards()) {
      String word = shard.verdict().word();
      html.open("tr").open("th", "number").attribute("scope", "row");
      html.text(Integer.toString(shard.shard())).close();
      html.open("td").leaf("span", "verdict " + word, word).close();
      number(shard.rounds());
      seed(shard, shard.firstSeed());
      seed(shard, shard.lastSeed());
      number(shard.sequences());
      number(shard.commands());
      number(shard.divergences());
      html.close();
    }
    html.close().close().close();
  }

  /** The seed of a round of a shard, if it has rounds. */
  private void seed(ShardMerged shard, long seed) {
    html.leaf("td", "number", shard.rounds() == 0 ? "none" : Long.toString(seed));
  }

  private void rounds() {
    html.open("details").leaf("summary", "Round by round");
    table("Rounds", List.of("round", "round's seed", "sequences so far", "commands so far"));
    for (RoundFinished round : run.rounds()) {
      html.open("tr");
      number(round.round());
      number(round.seed());
      number(round.sequences());
      number(round.commands());
      number(round.divergences());
      html.close();
    }
    html.close().close().close().close();
  }

  private void table(String label, List<String> columns) {
    html.open("div", "scroll").attribute("tabindex", "0").attribute("role", "region");
    html.attribute("aria-label", label).open("table", "shards").open("thead").open("tr");
    for (String column : columns) {
      html.open("th", "number").attribute("scope", "col").text(column).close();
    }
    html.open("th", "number").attribute("scope", "col").text("distinct divergences").close();
    html.close().close().open("tbody");
  }

  private void number(long number) {
    html.leaf("td", "number", Long.toString(number));
  }
}
