package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.reports.RunSummary;
import org.pageproof.sut.vm.image.KernelImage;
import org.pageproof.sut.vm.image.KernelImages;

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

  /** No distribution's kernel has the HMM test driver. */
  @Test
  void whatItDoesNotHaveIsSkipped() {
    String why = "skipped: the kernel in the virtual machine cannot be tested: it has no /dev/hmm";
    Object skipped = directory.resolve("skipped");
    Object[] run = {"run", "--sut=vm", "--kernel", bad, "--report-dir", skipped};
    Cli.here(with(run, "--interface=hmm")).assertFailed(4, why);
    Cli.here(with(run, "--interface=hmm", "--exit-style=bisect")).assertFailed(125, why);
    // one sequence that does not show what is wrong with this kernel
    Cli.Result both =
        Cli.here(with(run, "--interface=all", "--known=avoid", "--tries=1", "--seed=1"));
    assertThat(both.assertCode(0).err()).contains(why);
    assertThat(both.out()).contains("conforms  vm ");
  }

  private static Object[] with(Object[] words, Object... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray();
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
    Path program = directory.resolve("program");
    Reproducer.in(trace.getParent()).build(program, "-static");
    KernelImage kernel = KernelImages.resolve(Optional.of(bad), Optional.empty());
    List<BareGuest.Run> runs =
        BareGuest.run(kernel, Collections.nCopies(RUNS, program), directory.resolve("guest"))
            .runs();
    assertThat(runs).hasSize(RUNS).allMatch(run -> run.output().size() == 1);
    assertThat(runs)
        .filteredOn(run -> run.output().get(0).startsWith("step 4: close: R(0, 0): "))
        .filteredOn(run -> run.status().equals(OptionalInt.of(1)))
        .hasSizeGreaterThanOrEqualTo(RUNS - 1);
    Machine.assumeKernel();
    for (int i = 0; i < RUNS; i++) {
      assertThat(Machine.exec(program.toString())).as("on this machine's kernel").isZero();
    }
  }
}
