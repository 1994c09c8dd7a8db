package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.reports.RunSummary;

/** A real regression of a real kernel: found, shrunk, bisected, and shown without this tool. */
@Timeout(900)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StockKernelTest {
  private static final String CLOSE_KEEPS_PROTECTION =
      "close UFFD-CLOSE-OK page-bits: present -> protected";

  private static final int RUNS = 10;

  @TempDir private static Path directory;

  private Path bad = Path.of("");
  private Path reports = Path.of("");
  private Path trace = Path.of("");

  @BeforeAll
  void run() {
    bad = DebianKernels.assume(DebianKernels.BAD);
    reports = directory.resolve("reports");
    Cli.here(
            "run",
            "--interface=userfaultfd",
            "--sut=vm",
            "--kernel",
            bad,
            "--seed=1",
            "--report-dir",
            reports)
        .assertCode(1);
    String folder = Cli.summary(reports).divergences().get(0).folder();
    trace = reports.resolve(folder).resolve("trace.jsonl");
  }

  @Test
  void isFoundAndShrunk() {
    assertThat(Cli.summary(reports).divergences())
        .extracting(RunSummary.Distinct::fingerprint)
        .containsExactly(CLOSE_KEEPS_PROTECTION);
    assertThat(StoredTrace.read(trace).trace().sequence().commands()).hasSize(5);
  }

  /** Commits whose build makes a link to one package or another. */
  @Test
  void isBisected() throws IOException {
    Path good = DebianKernels.assume(DebianKernels.GOOD);
    ToyHistory history =
        ToyHistory.of(
            directory.resolve("tree"),
            List.of(good.toString(), good.toString(), bad.toString(), bad.toString()));
    String build = "ln -sfn \"$(cat kernel)\" image";
    Cli.Result printed =
        Cli.here("bisect", trace, "--build", build, "--kernel", "image", "--times", "2");
    Path script = Files.writeString(directory.resolve("bisect.sh"), printed.assertCode(0).out());
    Cli.Result result =
        history.bisect(
            script, "PAGEPROOF=" + StandIn.write(directory.resolve("pageproof"), "\"$@\""));
    assertThat(result.assertCode(0).out())
        .contains("is the first bad commit", "replay 2: conforms", CLOSE_KEEPS_PROTECTION)
        .containsPattern("(?m)^    commit 2$");
  }

  /** Nine times of ten at least, at the step that diverged; never on a kernel that conforms. */
  @Test
  void theProgramShowsItWithoutThisTool() throws IOException {
    assumeTrue(Machine.has("gcc"), "gcc is not installed");
    Path program = directory.resolve("program");
    Path source = trace.resolveSibling("reproducer.c");
    String[] build = {"gcc", "-static", "-pthread", "-o", program.toString(), source.toString()};
    assertThat(Machine.exec(build)).isZero();
    List<String> console = BareGuest.run(bad, program, RUNS, directory.resolve("guest"));
    assertThat(console).hasSize(2 * RUNS);
    assertThat(console.stream().filter(line -> line.startsWith("step 4: close: R(0, 0): ")).count())
        .isGreaterThanOrEqualTo(RUNS - 1);
    assertThat(console.stream().filter(line -> line.equals("exit status 1")).count())
        .isGreaterThanOrEqualTo(RUNS - 1);
    Machine.assumeKernel();
    for (int i = 0; i < RUNS; i++) {
      assertThat(Machine.exec(program.toString())).as("on this machine's kernel").isZero();
    }
  }
}
