package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.reports.InconclusiveTraces;
import org.pageproof.reports.RunSummary;
import org.pageproof.reports.words.Counted;

/** Shards of a campaign, merged, are the campaign. */
@TestInstance(Lifecycle.PER_CLASS)
class MergeTest {
  private Path directory = Path.of("");

  private Path run(String name, Object... options) {
    Path reports = directory.resolve(name);
    List<Object> words = new ArrayList<>(List.of("run", "--sut=simulator", "--seed=5"));
    words.addAll(List.of("--report-dir", reports, "--keep-going"));
    words.addAll(List.of(options));
    assertThat(Cli.here(words.toArray()).code()).isLessThanOrEqualTo(1);
    return reports;
  }

  @BeforeAll
  void runTheWhole(@TempDir Path shared) {
    directory = shared;
    run("whole", "--tries=2700", "--fault=s-wake-one-of-two");
  }

  private Cli.Result merge(Path into, List<Path> shards) {
    List<Object> words = new ArrayList<>(List.of("merge", "--into", into));
    words.addAll(shards);
    return Cli.here(words.toArray());
  }

  private List<Path> shards(int count) {
    List<Path> shards = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      shards.add(
          run(
              count + "-" + i,
              "--tries=2700",
              "--fault=s-wake-one-of-two",
              "--shard=" + i + "/" + count));
    }
    return shards;
  }

  /** Tries are the campaign's; shards divide its rounds, of which the last may be short. */
  @Test
  void theCasesDoNotDependOnTheNumberOfShards() {
    RunSummary whole = Cli.summary(directory.resolve("whole"));
    assertThat(whole.counts().sequences()).isEqualTo(2700);
    for (int count : new int[] {1, 2, 3, 5}) {
      List<Path> shards = shards(count);
      Collections.reverse(shards);
      Path into = directory.resolve("merged-" + count);
      assertThat(merge(into, shards).assertCode(1).firstLine())
          .isEqualTo(
              "Merged %d of %s of the campaign with seed 5", count, Counted.of(count, "shard"));
      RunSummary merged = Cli.summary(into);
      assertThat(merged.counts().sequences()).isEqualTo(2700);
      assertThat(merged.counts().commands()).isEqualTo(whole.counts().commands());
      assertThat(merged.rules()).isEqualTo(whole.rules());
      assertThat(merged.transitions()).isEqualTo(whole.transitions());
      assertThat(merged.shortest()).isEqualTo(whole.shortest());
      assertThat(merged.divergences()).isEqualTo(whole.divergences());
      assertThat(merged.known()).isEqualTo(whole.known());
      assertThat(merged.gone()).isEqualTo(whole.gone());
    }
  }

  @Test
  void theMergedDirectoryIsLikeThatOfARun() throws IOException {
    Path into = directory.resolve("like");
    assertThat(merge(into, List.of(directory.resolve("whole/run.jsonl"))).assertCode(1).out())
        .contains("divergence copy: waiters", "\ndiverges  simulator 6.18.0, seed 5");
    assertThat(into.resolve("junit.xml")).content().contains("failures=\"1\"");
    Path folder = into.resolve(Cli.summary(into).divergences().get(0).folder());
    assertThat(folder.resolve("report.txt")).content().contains("replay " + folder + "/trace");
    assertThat(folder.resolve("reproducer.c")).exists();
    assertThat(Files.readString(into.resolve("run.jsonl"))).contains("replay " + folder + "/trace");
    Cli.here("replay", folder.resolve("trace.jsonl")).assertCode(1);
    assertThat(Cli.here("rules", "--coverage", into).assertCode(0).out()).contains(" reached");
  }

  /** A shard with so many sequences without a verdict, of which it kept some. */
  private Path undecided(int shard, int count) throws IOException {
    Path reports = run("undecided-" + shard, "--tries=1100", "--shard=" + shard + "/3");
    Path log = reports.resolve("run.jsonl");
    String text = Files.readString(log);
    assertThat(text).contains("\"inconclusive\":0");
    Files.writeString(log, text.replace("\"inconclusive\":0", "\"inconclusive\":" + count));
    for (String name : InconclusiveTraces.names(count)) {
      Files.writeString(reports.resolve(name), "shard " + shard + ", " + name);
    }
    Files.writeString(reports.resolve("inconclusive-11.jsonl"), "of another run");
    return reports;
  }

  private static Map<String, String> kept(Path reports) throws IOException {
    Map<String, String> kept = new TreeMap<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(reports, "inconclusive-*")) {
      for (Path file : all) {
        kept.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return kept;
  }

  @Test
  void tracesWithoutAVerdictAreKeptWhateverIsMergedFirst() throws IOException {
    Path one = undecided(0, 1);
    Path two = undecided(1, 12);
    Path three = undecided(2, 2);
    Path all = directory.resolve("kept");
    Cli.Result result = merge(all, List.of(two, three, one));
    assertThat(result.out())
        .contains("undecided  15 sequences, see " + all + "/inconclusive-*.jsonl");
    assertThat(kept(all))
        .hasSize(13)
        .containsEntry("inconclusive-shard0-1.jsonl", "shard 0, inconclusive-1.jsonl")
        .containsEntry("inconclusive-shard1-10.jsonl", "shard 1, inconclusive-10.jsonl")
        .containsEntry("inconclusive-shard2-2.jsonl", "shard 2, inconclusive-2.jsonl");
    Path some = directory.resolve("kept-some");
    merge(some, List.of(three, one));
    Path again = directory.resolve("kept-again");
    merge(again, List.of(two, some));
    assertThat(kept(again)).isEqualTo(kept(all));
    assertThat(Files.readString(again.resolve("run.jsonl")))
        .isEqualTo(Files.readString(all.resolve("run.jsonl")));
  }

  /** Not every CI system keeps every file of a shard. */
  @Test
  void whatIsNotThereIsNotKept() throws IOException {
    Path one = undecided(0, 2);
    Files.delete(one.resolve("inconclusive-1.jsonl"));
    Path into = directory.resolve("kept-less");
    merge(into, List.of(one));
    assertThat(kept(into)).containsOnlyKeys("inconclusive-shard0-2.jsonl");
  }

  @Test
  void saysWhichShardsAreMissing() {
    Path one = run("of-4", "--tries=600", "--shard=1/4");
    assertThat(merge(directory.resolve("part"), List.of(one)).assertCode(0).firstLine())
        .isEqualTo("Merged 1 of 4 shards of the campaign with seed 5; missing: 0, 2, 3");
  }

  @Test
  void refusesWhatIsNoPartOfTheSameCampaign() throws IOException {
    Path one = run("a", "--tries=600", "--shard=0/2");
    Path into = directory.resolve("refused");
    merge(into, List.of(one, one)).assertFailed(64, "both hold shard 0/2");
    merge(into, List.of(one, run("b", "--tries=600", "--shard=1/3")))
        .assertFailed(64, "different numbers of shards: 2, 3");
    merge(into, List.of(one, run("c", "--tries=700", "--shard=1/2")))
        .assertFailed(64, "different campaigns");
    merge(into, List.of(one, run("d", "--tries=600", "--shard=1/2", "--release=6.1")))
        .assertFailed(64, "different systems: simulator 6.18.0, simulator 6.1.0");
    merge(into, List.of(one, run("e", "--tries=600", "--shard=1/2", "--interface=hmm")))
        .assertFailed(64, "different interfaces: userfaultfd, hmm");
    merge(one, List.of(one)).assertFailed(64, "is what is to be merged");
    Path log = one.resolve("run.jsonl");
    Files.writeString(log, Files.readString(log).replaceAll(".*run-finished.*\n", ""));
    merge(into, List.of(one)).assertFailed(64, "the run did not finish");
    Files.writeString(log, Files.readString(log).replace("\"v\":4", "\"v\":3"));
    merge(into, List.of(one)).assertFailed(64, "version 3; this build reads 4");
    assertThat(into).doesNotExist();
  }
}
