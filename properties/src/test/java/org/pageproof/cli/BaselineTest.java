package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.reports.RunSummary;
import org.pageproof.reports.RunSummary.Distinct;
import org.pageproof.reports.RunVerdict;

/** Divergences that a run is told of beforehand. */
class BaselineTest {
  private static final String OPEN = "open UFFD-OPEN-OK out: flags number -> other number";

  @TempDir private Path directory;

  private Cli.Result run(String name, String faults, int seed, String option, Path baseline) {
    Object[] arguments = {
      "run",
      "--sut=simulator",
      "--tries=600",
      "--seed=" + seed,
      option,
      baseline,
      "--keep-going",
      "--report-dir",
      directory.resolve(name),
      "--fault=fd-opened-rdwr",
      "--fault=" + faults
    };
    return Cli.here(arguments);
  }

  private Path written() {
    Path baseline = directory.resolve("baseline.jsonl");
    run("first", "fd-opened-rdwr", 1, "--write-baseline", baseline).assertCode(1);
    return baseline;
  }

  @Test
  void holdsOneRecordForEachDivergence() {
    assertThat(written())
        .content()
        .startsWith("{\"type\":\"baseline-divergence\",\"v\":1,\"interfaceName\":\"userfaultfd\",")
        .contains("\"fingerprint\":\"" + OPEN + "\"", "\"count\":", "\"firstSeed\":")
        .hasLineCount(1);
  }

  @Test
  void itsDivergencesAreToldButDoNotMakeTheRunFail() {
    Cli.Result result = run("second", "fd-opened-rdwr", 2, "--baseline", written());
    assertThat(result.assertCode(0).out())
        .contains("baseline   open: out should be flags 2048, was flags 2050", "\nconforms  ")
        .doesNotContain("divergence ");
    RunSummary summary = Cli.summary(directory.resolve("second"));
    assertThat(summary.verdict()).isEqualTo(RunVerdict.CONFORMS);
    Distinct bucket = summary.divergences().get(0);
    assertThat(bucket.inBaseline()).isTrue();
    assertThat(bucket.count()).isGreaterThan(500);
    assertThat(bucket.firstRound()).isZero();
    assertThat(bucket.lastRound()).isEqualTo(1);
    assertThat(bucket.lastSeed()).isNotEqualTo(bucket.firstSeed());
  }

  /** Not even without --keep-going does one of them hide what comes after it. */
  @Test
  void othersAreFoundBehindThem() {
    Path baseline = directory.resolve("wake.jsonl");
    Cli.here(
            "run",
            "--sut=simulator",
            "--tries=2000",
            "--seed=2",
            "--write-baseline",
            baseline,
            "--report-dir",
            directory.resolve("wake"),
            "--fault=s-wake-end-exclusive")
        .assertCode(1);
    Path reports = directory.resolve("third");
    Cli.Result result =
        Cli.here(
            "run",
            "--sut=simulator",
            "--tries=4000",
            "--seed=2",
            "--baseline",
            baseline,
            "--report-dir",
            reports,
            "--fault=s-wake-one-of-two",
            "--fault=s-wake-end-exclusive");
    assertThat(result.assertCode(1).out()).contains("baseline   wake: ", "divergence copy: ");
    assertThat(Cli.summary(reports).divergences())
        .extracting(Distinct::inBaseline)
        .containsExactlyInAnyOrder(true, false);
  }

  @Test
  void tellsThoseThatWereNotMet() {
    Path reports = directory.resolve("fourth");
    Cli.Result result =
        Cli.here(
            "run",
            "--sut=simulator",
            "--tries=100",
            "--baseline",
            written(),
            "--report-dir",
            reports);
    assertThat(result.assertCode(0).out()).contains("not met    " + OPEN + " (in the baseline)");
    assertThat(Cli.summary(reports).baselineGone()).containsExactly(OPEN);
  }

  @Test
  void refusesAnotherVersion() throws IOException {
    Path baseline = written();
    Files.writeString(baseline, Files.readString(baseline).replace("\"v\":1", "\"v\":2"));
    run("fifth", "fd-opened-rdwr", 1, "--baseline", baseline)
        .assertFailed(64, "line 1: version 2; this build reads 1");
  }
}
