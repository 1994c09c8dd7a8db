package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.reports.RunSummary;
import org.pageproof.reports.RunVerdict;
import org.pageproof.trace.TraceFile;
import org.pageproof.trace.UffdCommandCodec;
import org.pageproof.vocabulary.Trace;

/** Workers that somebody kills or stops: never the kernel's fault, and never passed over. */
@Timeout(120)
class LostWorkerTest {
  private static final int KILLS = 3;

  @TempDir private Path directory;

  @BeforeEach
  void needsTheKernel() {
    Machine.assumeKernel();
  }

  private Path reports() {
    return directory.resolve("pageproof-report");
  }

  private void assertInconclusive(Cli.Result result) throws IOException {
    result.assertCode(70);
    assertThat(result.err()).isEmpty();
    RunSummary summary = Cli.summary(reports());
    assertThat(summary.verdict()).isEqualTo(RunVerdict.INCONCLUSIVE);
    assertThat(summary.reason()).contains("did not repeat");
    assertThat(result.out()).contains("inconclusive  kernel", "undecided");
    byte[] kept = Files.readAllBytes(reports().resolve("inconclusive-1.jsonl"));
    Trace<?> trace = new TraceFile<>(new UffdCommandCodec()).decode(kept);
    assertThat(trace.environment().seed()).as("the round's seed").isNotZero();
    Cli.here("replay", reports().resolve("inconclusive-1.jsonl")).assertCode(0);
  }

  /** A worker is killed idle if it is hit between two sequences; then nothing was lost. */
  @Test
  void killedWorkersAreNoDivergence() throws IOException {
    Cli.Running run = Cli.in(directory).start("run", "--sut=kernel", "--budget=5s", "--seed=1");
    Set<Worker> killed = new HashSet<>();
    for (int i = 0; i < KILLS; i++) {
      Optional<Worker> worker = Worker.atWork(run.process(), killed);
      worker.ifPresent(
          alive -> {
            alive.process().destroyForcibly();
            killed.add(alive);
          });
    }
    Cli.Result result = run.end();
    assertThat(killed).isNotEmpty();
    RunSummary summary = Cli.summary(reports());
    if (summary.counts().inconclusive() > 0) {
      assertInconclusive(result);
    } else if (result.code() == 70) {
      result.assertFailed(70, "workers in a row died of no sequence of theirs");
      assertThat(summary.verdict()).isEqualTo(RunVerdict.INCONCLUSIVE);
    } else {
      result.assertCode(0);
      assertThat(summary.verdict()).isEqualTo(RunVerdict.CONFORMS);
    }
    assertThat(Worker.directoriesIn(directory)).isZero();
  }

  @Test
  void stoppedWorkerIsNoDivergence() throws IOException {
    Cli.Running run =
        Cli.in(directory).start("run", "--sut=kernel", "--budget=4s", "--hang-limit=2s");
    Worker worker = Worker.atWork(run.process(), Set.of()).orElseThrow();
    worker.signal("STOP");
    assertInconclusive(run.end());
    assertThat(worker.process().isAlive()).isFalse();
    assertThat(Worker.directoriesIn(directory)).isZero();
  }
}
