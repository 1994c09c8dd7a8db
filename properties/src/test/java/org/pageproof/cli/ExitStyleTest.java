package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pageproof.reports.RunVerdict;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.UntestableKernelException;
import picocli.CommandLine;

/** A run under {@code git bisect run}: nothing but a divergence makes a kernel bad. */
class ExitStyleTest {
  @TempDir private Path directory;

  private Cli.Result run(Cli cli, String options) {
    List<String> words = new ArrayList<>(List.of("run", "--seed=1"));
    words.addAll(List.of(options.split(" ", -1)));
    return cli.run(words.toArray(String[]::new));
  }

  /** The same end has both codes. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--sut simulator --tries 50 | 0 | 0",
        "--sut simulator --tries 200 --fault fd-opened-rdwr | 1 | 1",
        "--sut simulator --tries 50 --shard 1/2 | 4 | 125",
        "--sut simulator --tries 0 | 64 | 255",
        "--sut simulator --tries 50 --report-dir file/in-it | 70 | 255"
      })
  void saysToGitWhatARunFound(String options, int standard, int bisect) throws IOException {
    Files.createFile(directory.resolve("file"));
    run(Cli.in(directory), options).assertCode(standard);
    run(Cli.in(directory), options + " --exit-style bisect").assertCode(bisect);
  }

  /** A divergence that the baseline has is not what is looked for. */
  @Test
  void aDivergenceOfTheBaselineIsGood() {
    String bad = "--sut simulator --tries 200 --fault fd-opened-rdwr --exit-style bisect";
    run(Cli.in(directory), bad + " --write-baseline baseline.jsonl").assertCode(1);
    run(Cli.in(directory), bad + " --baseline baseline.jsonl").assertCode(0);
  }

  @Test
  void noVirtualMachineIsNoBadKernel() {
    Cli cli =
        Cli.in(directory)
            .through("env", "PAGEPROOF_CACHE=" + directory.resolve("cache"), "PATH=/nowhere");
    run(cli, "--sut=vm --tries=1").assertFailed(4, "skipped: ");
    run(cli, "--sut=vm --tries=1 --exit-style=bisect").assertFailed(125, "skipped: ");
  }

  private static ExitStyleOption parsed(String... arguments) {
    ExitStyleOption option = new ExitStyleOption();
    new CommandLine(option).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
    return option;
  }

  private static RunVerdict noBoot() {
    throw new UntestableKernelException(new IllegalStateException("it does not boot"));
  }

  private static RunVerdict broken() {
    throw new HarnessException("the machine is broken");
  }

  @ParameterizedTest
  @CsvSource({"CONFORMS, 0, 0", "DIVERGES, 1, 1", "SKIPPED, 4, 125", "INCONCLUSIVE, 70, 125"})
  void eachVerdictHasACode(RunVerdict verdict, int standard, int bisect) {
    assertThat(parsed().codeOf(() -> verdict)).isEqualTo(standard);
    assertThat(parsed("--exit-style", "bisect").codeOf(() -> verdict)).isEqualTo(bisect);
  }

  /** Git goes on past a kernel that does not boot, and stops if nothing works. */
  @Test
  void aKernelThatDoesNotBootIsPassedOver() {
    ExitStyleOption bisect = parsed("--exit-style", "bisect");
    assertThat(bisect.codeOf(ExitStyleTest::noBoot)).isEqualTo(125);
    assertThatThrownBy(() -> parsed().codeOf(ExitStyleTest::noBoot))
        .isInstanceOf(UntestableKernelException.class);
    assertThatThrownBy(() -> bisect.codeOf(ExitStyleTest::broken))
        .isInstanceOf(HarnessException.class);
    assertThat(ExitStyle.BISECT.of(ExitCode.HARNESS)).isEqualTo(255);
  }
}
