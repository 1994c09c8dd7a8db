package org.pageproof.reports;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunEvent.DivergenceTraced;
import org.pageproof.reports.RunEvent.PropertyFinished;
import org.pageproof.reports.RunEvent.RunStarted;
import org.pageproof.reports.RunEvent.ShardMerged;
import org.pageproof.vocabulary.Environment;

/**
 * Makes one run of the shards of a campaign. Neither the order in which they are given nor what was
 * merged before makes a difference.
 */
public final class RunMerge {
  private final StoredRun a;
  private final StoredRun b;

  private RunMerge(StoredRun a, StoredRun b) {
    this.a = a;
    this.b = b;
  }

  /**
   * Merges two runs, each of one or more shards.
   *
   * @throws ReportException if they are no parts of the same campaign, or have a shard in common
   */
  public static StoredRun of(StoredRun a, StoredRun b) {
    RunMerge merge = new RunMerge(a, b);
    merge.checkSame();
    return merge.merged();
  }

  private void checkSame() {
    CampaignFacts one = a.started().campaign();
    CampaignFacts other = b.started().campaign();
    Environment here = a.started().environment();
    Environment there = b.started().environment();
    same("interfaces", a.started().checked(), b.started().checked());
    same("versions of the tool", here.tool(), there.tool());
    same("seeds", a.started().seed(), b.started().seed());
    same("systems", system(here), system(there));
    same("planted faults", here.faults(), there.faults());
    same("machines", here.machine(), there.machine());
    same("huge page policies", here.thp(), there.thp());
    if (!here.equals(there)) {
      throw new ReportException(
          a.name() + " and " + b.name() + " had different rights, features or drivers");
    }
    same("numbers of shards", one.shardCount(), other.shardCount());
    same("campaigns", one.withShards(List.of()), other.withShards(List.of()));
    same("rules", a.summary().applicableRules(), b.summary().applicableRules());
    for (int shard : other.shards()) {
      if (one.shards().contains(shard)) {
        throw new ReportException(
            String.format(
                "%s and %s both hold shard %d/%d", a.name(), b.name(), shard, one.shardCount()));
      }
    }
  }

  private static String system(Environment environment) {
    return environment.sut() + " " + environment.profile().release().text();
  }

  private void same(String what, Object one, Object other) {
    if (!one.equals(other)) {
      throw new ReportException(
          String.format(
              "%s and %s are of different %s: %s, %s", a.name(), b.name(), what, one, other));
    }
  }

  private StoredRun merged() {
    Map<String, DivergenceFound> found = new TreeMap<>(a.found());
    b.found().forEach((key, event) -> found.merge(key, event, RunMerge::earlier));
    Map<String, PropertyFinished> properties = new TreeMap<>(a.properties());
    b.properties().forEach((key, event) -> properties.merge(key, event, RunMerge::both));
    Map<String, DivergenceTraced> traced = new TreeMap<>(a.traced());
    b.traced().forEach((key, event) -> traced.put(key, tracedFirst(key, event)));
    Set<String> failures = new TreeSet<>(a.failures());
    failures.addAll(b.failures());
    Map<Integer, ShardMerged> shards = new TreeMap<>(a.shards());
    shards.putAll(b.shards());
    rename(found);
    return new StoredRun(
        a.name() + " and " + b.name(),
        started(),
        first().rules(),
        first().kernel(),
        failures,
        traced,
        found,
        properties,
        shards,
        summary(found));
  }

  /** What is told of the beginning is that of the shard with the lowest index. */
  private RunStarted started() {
    List<Integer> shards = new ArrayList<>(a.started().campaign().shards());
    shards.addAll(b.started().campaign().shards());
    RunStarted first = first().started();
    String start = a.started().start();
    String other = b.started().start();
    return new RunStarted(
        first.checked(),
        start.compareTo(other) <= 0 ? start : other,
        first.environment(),
        first.options(),
        first.seed(),
        first.reason(),
        first.campaign().withShards(shards));
  }

  private StoredRun first() {
    return lowest(a) < lowest(b) ? a : b;
  }

  /** The steps belong to the sequence that is told. */
  private DivergenceTraced tracedFirst(String fingerprint, DivergenceTraced inB) {
    DivergenceFound one = a.found().get(fingerprint);
    DivergenceFound other = b.found().get(fingerprint);
    DivergenceTraced inA = a.traced().get(fingerprint);
    return one != null && other != null && inA != null && earlier(one, other).equals(one)
        ? inA
        : inB;
  }

  private static int lowest(StoredRun run) {
    return run.started().campaign().shards().get(0);
  }

  private static DivergenceFound earlier(DivergenceFound one, DivergenceFound other) {
    return one.origin().round() <= other.origin().round() ? one : other;
  }

  private static PropertyFinished both(PropertyFinished one, PropertyFinished other) {
    return new PropertyFinished(
        one.property(),
        one.verdict().and(other.verdict()),
        reason(one.verdict(), one.reason(), other.verdict(), other.reason()),
        sum(one.seconds(), other.seconds()));
  }

  /** Different fingerprints may have claimed the same name in different shards. */
  private static void rename(Map<String, DivergenceFound> found) {
    Set<String> taken = new HashSet<>();
    for (Map.Entry<String, DivergenceFound> entry : found.entrySet()) {
      DivergenceFound event = entry.getValue();
      if (!taken.add(event.folder())) {
        CRC32 crc = new CRC32();
        crc.update(entry.getKey().getBytes(StandardCharsets.UTF_8));
        String name = event.folder() + "-" + String.format("%08x", crc.getValue());
        taken.add(name);
        entry.setValue(event.inFolder(name));
      }
    }
  }

  private RunSummary summary(Map<String, DivergenceFound> found) {
    RunSummary one = a.summary();
    RunSummary other = b.summary();
    Map<String, Place> shortest = new TreeMap<>(one.shortest());
    other.shortest().forEach((key, place) -> shortest.merge(key, place, Place::first));
    return new RunSummary(
        one.verdict().and(other.verdict()),
        reason(one.verdict(), one.reason(), other.verdict(), other.reason()),
        counts(one.counts(), other.counts()),
        sum(one.rules(), other.rules()),
        one.applicableRules(),
        sum(one.transitions(), other.transitions()),
        shortest,
        Buckets.merged(one.divergences(), other.divergences(), found),
        sum(one.known(), other.known()),
        sum(one.gone(), other.gone()),
        one.baselineGone().stream().filter(other.baselineGone()::contains).toList());
  }

  private static RunSummary.Counts counts(RunSummary.Counts one, RunSummary.Counts other) {
    return new RunSummary.Counts(
        one.sequences() + other.sequences(),
        one.commands() + other.commands(),
        one.succeeded() + other.succeeded(),
        one.inconclusive() + other.inconclusive(),
        one.executions() + other.executions(),
        sum(one.seconds(), other.seconds()));
  }

  private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
    Map<String, Long> sum = new TreeMap<>(one);
    other.forEach((key, count) -> sum.merge(key, count, Long::sum));
    return sum;
  }

  /** In whole milliseconds: sums of fractions would depend on their order. */
  private static double sum(double seconds, double more) {
    return (Math.round(seconds * 1000) + Math.round(more * 1000)) / 1000.0;
  }

  private static String reason(
      RunVerdict one, String reason, RunVerdict other, String otherReason) {
    if (one != other) {
      return one.and(other) == one ? reason : otherReason;
    }
    if (reason.isEmpty() || otherReason.isEmpty()) {
      return reason + otherReason;
    }
    return reason.compareTo(otherReason) <= 0 ? reason : otherReason;
  }
}
