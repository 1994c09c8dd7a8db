package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pageproof.reports.RunSummary.Distinct;

/**
 * A divergence that ten report who do not know of each other is one divergence. That no two bugs
 * are taken for one is asserted where all of them are found ({@link FaultsTest}).
 */
class SameDivergenceTest {
  private static final int REPORTS = 10;

  @TempDir private Path directory;

  private Path report(String name, String checked, String fault, Object... options) {
    Path reports = directory.resolve(name);
    List<Object> words = new ArrayList<>(List.of("run", "--sut=simulator", "--fault=" + fault));
    words.addAll(List.of("--interface", checked, "--tries=5120", "--report-dir", reports));
    words.addAll(List.of(options));
    Cli.here(words.toArray()).assertCode(1);
    return reports;
  }

  private static Distinct only(Path reports) {
    List<Distinct> divergences = Cli.summary(reports).divergences();
    assertThat(divergences).hasSize(1);
    return divergences.get(0);
  }

  @ParameterizedTest
  @CsvSource({"userfaultfd, s-wake-one-of-two", "hmm, s-snap-untouched-zero"})
  void reportsOfDifferentSeedsShareAFingerprintAndAFolder(String checked, String fault)
      throws IOException {
    Set<String> fingerprints = new HashSet<>();
    Set<String> folders = new HashSet<>();
    Set<Long> seeds = new HashSet<>();
    for (int seed = 0; seed < REPORTS; seed++) {
      Path reports = report("seed-" + seed, checked, fault, "--seed", seed);
      Distinct divergence = only(reports);
      fingerprints.add(divergence.fingerprint());
      folders.add(divergence.folder());
      seeds.add(divergence.firstSeed());
      assertThat(Files.readString(reports.resolve(divergence.folder()).resolve("report.txt")))
          .contains("fingerprint  " + divergence.fingerprint() + "\n");
    }
    assertThat(fingerprints).hasSize(1);
    assertThat(folders).hasSize(1);
    assertThat(seeds).hasSize(REPORTS);
  }

  @ParameterizedTest
  @CsvSource({"userfaultfd, s-wake-one-of-two", "hmm, s-snap-untouched-zero"})
  void mergedTheyAreOneRecordWithItsCountAndItsFirstAndLastSeed(String checked, String fault) {
    List<Object> words = new ArrayList<>(List.of("merge", "--into", directory.resolve("merged")));
    List<Distinct> each = new ArrayList<>();
    for (int shard = 0; shard < REPORTS; shard++) {
      Path reports =
          report("shard-" + shard, checked, fault, "--seed=7", "--shard=" + shard + "/" + REPORTS);
      each.add(only(reports));
      words.add(reports);
    }
    Cli.here(words.toArray()).assertCode(1);
    Distinct merged = only(directory.resolve("merged"));
    assertThat(merged)
        .isEqualTo(
            new Distinct(
                each.get(0).fingerprint(),
                REPORTS,
                0,
                each.get(0).firstSeed(),
                REPORTS - 1,
                each.get(REPORTS - 1).firstSeed(),
                false,
                each.get(0).folder()));
    assertThat(each).extracting(Distinct::firstSeed).doesNotHaveDuplicates();
  }
}
