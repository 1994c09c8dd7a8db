package org.pageproof.reports;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunEvent.DivergenceTraced;
import org.pageproof.reports.RunEvent.KernelFacts;
import org.pageproof.reports.RunEvent.PropertyFinished;
import org.pageproof.reports.RunEvent.RoundFinished;
import org.pageproof.reports.RunEvent.RulesListed;
import org.pageproof.reports.RunEvent.RunStarted;
import org.pageproof.reports.RunEvent.ShardMerged;

/**
 * A run that ended, taken from its events.
 *
 * @param name what to call it in messages
 * @param started how it began
 * @param rules the rules that it was judged by; empty if it was not told
 * @param kernel what this machine's kernel said of itself
 * @param failures why the harness failed
 * @param traced the distinct divergences step by step, by fingerprint
 * @param found the distinct divergences, by fingerprint
 * @param properties the properties that were decided, by name
 * @param shards the shards that it is made of, by index
 * @param summary what it found
 */
public record StoredRun(
    String name,
    RunStarted started,
    List<RulesListed> rules,
    List<KernelFacts> kernel,
    Set<String> failures,
    Map<String, DivergenceTraced> traced,
    Map<String, DivergenceFound> found,
    Map<String, PropertyFinished> properties,
    Map<Integer, ShardMerged> shards,
    RunSummary summary) {
  /** Copies and sorts. */
  public StoredRun {
    rules = List.copyOf(rules);
    kernel = List.copyOf(kernel);
    failures = Collections.unmodifiableSet(new TreeSet<>(failures));
    traced = Collections.unmodifiableMap(new TreeMap<>(traced));
    found = Collections.unmodifiableMap(new TreeMap<>(found));
    properties = Collections.unmodifiableMap(new TreeMap<>(properties));
    shards = Collections.unmodifiableMap(new TreeMap<>(shards));
  }

  /**
   * Takes a run from its events.
   *
   * @throws ReportException if it did not end
   */
  public static StoredRun of(String name, List<RunEvent> events) {
    List<RunStarted> started = RunEvent.all(RunStarted.class, events);
    List<RunEvent.RunFinished> finished = RunEvent.all(RunEvent.RunFinished.class, events);
    if (finished.isEmpty()) {
      throw new ReportException(name + ": the run did not finish, so it tells no coverage");
    }
    if (started.isEmpty()) {
      throw new ReportException(name + ": the run tested nothing, so it tells no coverage");
    }
    RunSummary summary = finished.get(finished.size() - 1).summary();
    Map<String, DivergenceTraced> traced = new TreeMap<>();
    RunEvent.all(DivergenceTraced.class, events)
        .forEach(each -> traced.put(each.fingerprint(), each));
    Map<String, DivergenceFound> found = new TreeMap<>();
    RunEvent.all(DivergenceFound.class, events)
        .forEach(each -> found.put(each.fingerprint(), each));
    Map<String, PropertyFinished> properties = new TreeMap<>();
    RunEvent.all(PropertyFinished.class, events)
        .forEach(each -> properties.put(each.property(), each));
    Set<String> failures = new TreeSet<>();
    RunEvent.all(RunEvent.HarnessFailed.class, events).forEach(each -> failures.add(each.reason()));
    return new StoredRun(
        name,
        started.get(0),
        RunEvent.all(RulesListed.class, events),
        RunEvent.all(KernelFacts.class, events),
        failures,
        traced,
        found,
        properties,
        shards(started.get(0).campaign(), events, summary),
        summary);
  }

  /** A run that was not merged is one shard. */
  private static Map<Integer, ShardMerged> shards(
      CampaignFacts campaign, List<RunEvent> events, RunSummary summary) {
    Map<Integer, ShardMerged> shards = new TreeMap<>();
    RunEvent.all(ShardMerged.class, events).forEach(each -> shards.put(each.shard(), each));
    if (shards.isEmpty()) {
      List<RoundFinished> rounds = RunEvent.all(RoundFinished.class, events);
      campaign.shards().forEach(shard -> shards.put(shard, ShardMerged.of(shard, rounds, summary)));
    }
    return shards;
  }

  /** The same run as events of a merged report, which tells of shards instead of rounds. */
  public List<RunEvent> events() {
    List<RunEvent> events = new ArrayList<>();
    events.add(started);
    events.addAll(rules);
    kernel.stream().limit(1).forEach(events::add);
    found.values().stream()
        .sorted(
            Comparator.<DivergenceFound>comparingLong(event -> event.origin().round())
                .thenComparing(DivergenceFound::fingerprint))
        .forEach(
            event -> {
              events.add(event);
              Optional.ofNullable(traced.get(event.fingerprint())).ifPresent(events::add);
            });
    kernel.stream().skip(1).forEach(events::add);
    failures.forEach(reason -> events.add(new RunEvent.HarnessFailed(reason)));
    events.addAll(properties.values());
    events.addAll(shards.values());
    events.add(new RunEvent.RunFinished(summary));
    return events;
  }
}
