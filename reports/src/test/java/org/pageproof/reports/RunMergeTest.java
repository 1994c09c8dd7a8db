package org.pageproof.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunEvent.Origin;
import org.pageproof.reports.RunEvent.Promise;
import org.pageproof.reports.RunEvent.PropertyFinished;
import org.pageproof.reports.RunEvent.RoundFinished;
import org.pageproof.reports.RunEvent.RunStarted;
import org.pageproof.reports.RunEvent.ShardMerged;
import org.pageproof.reports.RunSummary.Distinct;

/** Merging is associative and order-free. */
class RunMergeTest {
  private static final int SHARDS = 6;
  private static final Promise PROMISE = new Promise("RULE", "sentence", "source");

  private static Map<String, Long> counts(Random random, String prefix) {
    Map<String, Long> counts = new TreeMap<>();
    for (int i = 0; i < 5; i++) {
      if (random.nextBoolean()) {
        counts.put(prefix + i, 1L + random.nextInt(9));
      }
    }
    return counts;
  }

  private static StoredRun shard(Random random, int shard) {
    Map<String, DivergenceFound> found = new TreeMap<>();
    List<Distinct> distinct = new ArrayList<>();
    counts(random, "fingerprint ")
        .forEach(
            (fingerprint, count) -> {
              long first = shard + (long) SHARDS * random.nextInt(9);
              long last = first + (long) SHARDS * random.nextInt(9);
              String folder = "folder " + fingerprint;
              found.put(
                  fingerprint,
                  new DivergenceFound(
                      new Origin("conforms", first, first),
                      fingerprint,
                      "title " + shard,
                      0,
                      List.of("command"),
                      "expected",
                      "observed",
                      PROMISE,
                      folder,
                      "report " + shard));
              distinct.add(
                  new Distinct(
                      fingerprint,
                      count,
                      first,
                      ~first,
                      last,
                      ~last,
                      random.nextBoolean(),
                      folder));
            });
    RunVerdict verdict =
        List.of(RunVerdict.values()).get(random.nextInt(RunVerdict.values().length));
    String reason = random.nextBoolean() ? "" : "reason " + random.nextInt(4);
    double seconds = random.nextDouble() * 100;
    Map<String, Long> transitions = counts(random, "transition ");
    Map<String, Place> shortest = new TreeMap<>();
    for (String transition : transitions.keySet()) {
      shortest.put(transition, new Place(shard, random.nextInt(3), random.nextInt(3)));
    }
    List<String> gone = new ArrayList<>(counts(random, "baseline ").keySet());
    RunSummary summary =
        new RunSummary(
            verdict,
            reason,
            new RunSummary.Counts(random.nextInt(99), shard, 1, random.nextInt(20), 3, seconds),
            counts(random, "rule "),
            103,
            transitions,
            shortest,
            distinct,
            counts(random, "known "),
            counts(random, "gone "),
            gone);
    List<RoundFinished> rounds = List.of(new RoundFinished(shard, random.nextLong(), 1, 2, 3));
    return new StoredRun(
        "shard " + shard,
        started(shard),
        List.of(),
        List.of(),
        Set.of("failure " + random.nextInt(3)),
        Map.of(),
        found,
        Map.of("conforms", new PropertyFinished("conforms", verdict, reason, seconds)),
        Map.of(shard, ShardMerged.of(shard, rounds, summary)),
        summary);
  }

  private static RunStarted started(int shard) {
    RunStarted any = (RunStarted) Runs.conforming().get(0);
    CampaignFacts facts = new CampaignFacts("all", "9 s", 40, 4, "report", List.of(shard), SHARDS);
    return new RunStarted(
        "userfaultfd",
        "2026-01-0" + (9 - shard) + "T00:00:00Z",
        any.environment(),
        "--shard " + shard,
        1,
        "as asked",
        facts);
  }

  /** Merges in a random order, two at a time, whichever those are. */
  private static List<RunEvent> merged(List<StoredRun> shards, Random random) {
    List<StoredRun> left = new ArrayList<>(shards);
    while (left.size() > 1) {
      Collections.shuffle(left, random);
      StoredRun one = left.remove(0);
      StoredRun other = left.remove(0);
      left.add(RunMerge.of(one, other));
    }
    return left.get(0).events();
  }

  @Test
  void neitherOrderNorGroupingMakesADifference() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      List<StoredRun> shards = new ArrayList<>();
      for (int shard = 0; shard < SHARDS; shard++) {
        shards.add(shard(random, shard));
      }
      List<RunEvent> first = merged(shards, random);
      assertThat(merged(shards, random)).as("seed %d", seed).isEqualTo(first);
      assertThat(merged(shards, random)).as("seed %d", seed).isEqualTo(first);
    }
  }

  @Test
  void whatIsMergedCanBeStoredAndMergedAgain() {
    StoredRun one = shard(new Random(1), 0);
    StoredRun other = shard(new Random(2), 1);
    StoredRun third = shard(new Random(3), 2);
    StoredRun two = RunMerge.of(one, other);
    assertThat(RunMerge.of(StoredRun.of("again", two.events()), third).events())
        .isEqualTo(RunMerge.of(one, RunMerge.of(third, other)).events());
    assertThat(two.started().campaign().shards()).containsExactly(0, 1);
  }

  @Test
  void differentFingerprintsKeepDifferentFolders() {
    StoredRun one = withFolder(0, "a", "same");
    StoredRun other = withFolder(1, "b", "same");
    StoredRun both = RunMerge.of(other, one);
    assertThat(both.found().get("a").folder()).isEqualTo("same");
    assertThat(both.found().get("b").folder()).matches("same-[0-9a-f]{8}");
    assertThat(both.summary().divergences())
        .extracting(Distinct::folder)
        .containsExactly("same", both.found().get("b").folder());
  }

  private static StoredRun withFolder(int shard, String fingerprint, String folder) {
    StoredRun run = shard(new Random(shard), shard);
    DivergenceFound found =
        new DivergenceFound(
            new Origin("conforms", shard, 0),
            fingerprint,
            "",
            0,
            List.of("command"),
            "",
            "",
            PROMISE,
            folder,
            "");
    RunSummary old = run.summary();
    RunSummary summary =
        new RunSummary(
            RunVerdict.DIVERGES,
            "",
            old.counts(),
            Map.of(),
            103,
            Map.of(),
            Map.of(),
            List.of(new Distinct(fingerprint, 1, shard, 0, shard, 0, false, folder)),
            Map.of(),
            Map.of(),
            List.of());
    return new StoredRun(
        "",
        run.started(),
        List.of(),
        List.of(),
        Set.of(),
        Map.of(),
        Map.of(fingerprint, found),
        Map.of(),
        Map.of(),
        summary);
  }

  /** A shard is told with its rounds, and its traces have names that no other shard has. */
  @Test
  void tellsOfEachShard() {
    List<StoredRun> shards = new ArrayList<>();
    for (int shard = 0; shard < SHARDS; shard++) {
      shards.add(shard(new Random(shard), shard));
    }
    List<ShardMerged> told = RunEvent.all(ShardMerged.class, merged(shards, new Random(1)));
    assertThat(told).extracting(ShardMerged::shard).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(told).allMatch(each -> each.rounds() == 1 && each.firstSeed() == each.lastSeed());
    List<String> names = told.stream().flatMap(each -> each.undecided().stream()).toList();
    assertThat(names).doesNotHaveDuplicates().contains("inconclusive-shard5-1.jsonl");
    assertThat(told).allMatch(each -> each.undecided().size() <= InconclusiveTraces.MAX_KEPT);
  }

  @Test
  void aShardThatIsThereTwiceIsRefused() {
    StoredRun one = shard(new Random(1), 0);
    StoredRun both = RunMerge.of(one, shard(new Random(2), 1));
    assertThatThrownBy(() -> RunMerge.of(both, one))
        .isInstanceOf(ReportException.class)
        .hasMessage("shard 0 and shard 1 and shard 0 both hold shard 0/6");
  }
}
