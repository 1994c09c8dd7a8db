package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pageproof.properties.BuiltKernel;
import org.pageproof.reports.RunSummary;

/** A run in a guest that the user ends: the guest is needed to the end, and ends then. */
@Timeout(120)
class GuestInterruptTest {
  @TempDir private Path directory;

  /** A terminal and timeout(1) signal the whole process group. */
  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void reportsWhatWasDone(String signal, int code) throws IOException {
    BuiltKernel.assume();
    Cli.Running run =
        Cli.in(directory)
            .through("setsid", "env", "--default-signal=INT,TERM,HUP")
            .start("run", "--interface=hmm", "--sut=vm", "--budget=100s", "--seed=1");
    awaitRound();
    List<ProcessHandle> started = run.process().descendants().toList();
    Machine.exec("kill", "-" + signal, "--", "-" + run.process().pid());

    Cli.Result result = run.end().assertCode(code);
    assertThat(result.complaints()).isEmpty();
    assertThat(result.out()).contains("inconclusive  vm ", "(cut short: interrupted)");
    assertThat(started).isNotEmpty().noneMatch(ProcessHandle::isAlive);
    RunSummary summary = Cli.summary(directory.resolve("pageproof-report"));
    assertThat(summary.counts().inconclusive()).isZero();
    assertThat(summary.counts().sequences()).isPositive();
  }

  /** Waits until a round has ended; the test's limit is the only one. */
  private void awaitRound() throws IOException {
    Path log = directory.resolve("pageproof-report/run.jsonl");
    while (!Files.exists(log) || !Files.readString(log).contains("round-finished")) {
      Thread.onSpinWait();
    }
  }
}
