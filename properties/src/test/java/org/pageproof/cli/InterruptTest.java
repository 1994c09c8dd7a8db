package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pageproof.reports.RunSummary;
import org.pageproof.reports.RunVerdict;

/** A run that the user ends: what was found until then is reported, and nothing is left behind. */
@Timeout(120)
class InterruptTest {
  @TempDir private Path directory;

  @BeforeEach
  void needsTheKernel() {
    Machine.assumeKernel();
    // Whoever starts the tests in the background may have them ignore the interrupt key.
    assumeTrue(Machine.exec("env", "--default-signal=INT", "true") == 0, "needs coreutils 8.31");
  }

  /** A terminal and timeout(1) signal the worker too. */
  @ParameterizedTest
  @CsvSource({"INT, false, 130", "INT, true, 130", "TERM, true, 143"})
  void reportsWhatWasDone(String signal, boolean workerToo, int code) throws IOException {
    Cli.Running run =
        Cli.in(directory)
            .through("env", "--default-signal=INT,TERM,HUP")
            .start("run", "--sut=kernel", "--budget=100s", "--seed=1");
    Worker worker = Worker.atWork(run.process(), Set.of()).orElseThrow();
    if (workerToo) {
      worker.signal(signal);
    }
    Machine.exec("kill", "-" + signal, Long.toString(run.process().pid()));

    Cli.Result result = run.end();
    assertThat(result.assertCode(code).err()).isEmpty();
    assertThat(worker.process().isAlive()).isFalse();
    assertThat(Worker.directoriesIn(directory)).isZero();
    RunSummary summary = Cli.summary(directory.resolve("pageproof-report"));
    assertThat(summary.verdict()).isEqualTo(RunVerdict.INCONCLUSIVE);
    assertThat(summary.counts().inconclusive()).isZero();
    assertThat(summary.counts().sequences()).isPositive();
    assertThat(result.out()).contains("inconclusive  kernel", "(cut short: interrupted)");
    assertThat(directory.resolve("pageproof-report/junit.xml"))
        .content()
        .contains("errors=\"1\"", "</testsuite>");
  }
}
