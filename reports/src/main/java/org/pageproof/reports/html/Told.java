package org.pageproof.reports.html;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pageproof.reports.CampaignFacts;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunEvent.KernelFacts;
import org.pageproof.reports.RunEvent.ListedRule;
import org.pageproof.reports.RunEvent.PropertyFinished;
import org.pageproof.reports.RunEvent.RoundFinished;
import org.pageproof.reports.RunEvent.ShardMerged;
import org.pageproof.reports.RunListener;
import org.pageproof.reports.RunSummary;
import org.pageproof.reports.timeline.Timeline;
import org.pageproof.vocabulary.Environment;

/** Collects what is told of a run. */
final class Told implements RunListener {
  private final String directory;
  private final Map<String, String> facts = new LinkedHashMap<>();
  private final List<KernelFacts> kernel = new ArrayList<>();
  private final List<ListedRule> rules = new ArrayList<>();
  private final List<RoundFinished> rounds = new ArrayList<>();
  private final List<ShardMerged> shards = new ArrayList<>();
  private final List<DivergenceFound> divergences = new ArrayList<>();
  private final Map<String, Timeline> timelines = new LinkedHashMap<>();
  private final List<PropertyFinished> properties = new ArrayList<>();
  private String checked = "unknown";
  private Optional<Environment> environment = Optional.empty();
  private Optional<CampaignFacts> campaign = Optional.empty();
  private Optional<String> failure = Optional.empty();

  Told(String directory) {
    this.directory = directory;
  }

  @Override
  public void on(RunEvent event) {
    if (event instanceof RunEvent.RunStarted run) {
      environment = Optional.of(run.environment());
      begin(run.checked(), run.start(), run.environment().tool(), run.options(), run.seed());
      facts.put("chosen because", run.reason());
      campaign = Optional.of(run.campaign());
    } else if (event instanceof RunEvent.RunSkipped run) {
      begin(run.checked(), run.start(), run.tool(), run.options(), run.seed());
    } else if (event instanceof KernelFacts each) {
      kernel.add(each);
    } else if (event instanceof RunEvent.RulesListed listed) {
      rules.addAll(listed.rules());
    } else if (event instanceof RoundFinished round) {
      rounds.add(round);
    } else if (event instanceof ShardMerged shard) {
      shards.add(shard);
    } else if (event instanceof DivergenceFound found) {
      divergences.add(found);
    } else if (event instanceof RunEvent.DivergenceTraced traced) {
      timelines.put(traced.fingerprint(), traced.timeline());
    } else if (event instanceof PropertyFinished property) {
      properties.add(property);
    } else if (event instanceof RunEvent.HarnessFailed failed) {
      failure = Optional.of(failed.reason());
    }
  }

  private void begin(String interfaceName, String start, String tool, String options, long seed) {
    checked = interfaceName;
    facts.put("tool", "Pageproof " + tool);
    facts.put("command line", options);
    facts.put("seed", Long.toString(seed));
    facts.put("started", start);
  }

  /** The run, now that it is over. */
  Run run(RunSummary summary) {
    return new Run(
        directory,
        checked,
        campaign,
        facts,
        environment,
        kernel,
        rules,
        rounds,
        !shards.isEmpty(),
        shards(summary),
        divergences,
        timelines,
        properties,
        failure,
        summary);
  }

  /** A run that was not merged is one shard. */
  private List<ShardMerged> shards(RunSummary summary) {
    return shards.isEmpty()
        ? campaign.stream()
            .flatMap(each -> each.shards().stream())
            .map(shard -> ShardMerged.of(shard, rounds, summary))
            .toList()
        : shards;
  }
}
