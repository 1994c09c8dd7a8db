package org.pageproof.sut.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.kernel.Sequences.missing;
import static org.pageproof.sut.kernel.Sequences.stuckInStep4;
import static org.pageproof.sut.kernel.Sequences.touch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pageproof.sut.driver.WorkerSut;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Fork;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** What becomes of a sequence whose worker dies or hangs, and of the sequences after it. */
@Timeout(120)
class WorkerLossTest {
  private static final KernelOptions OPTIONS = KernelOptions.standard("test");
  private static final CommandSequence<UffdCommand> HARMLESS = missing(touch(3, 0, 0, Access.READ));

  @BeforeEach
  void needsTheKernel() {
    Machine.assumePrivileged();
  }

  private static void assertWorks(WorkerSut<UffdCommand> sut) {
    List<Observation> seen = sut.execute(HARMLESS).observations();
    assertThat(seen).hasSize(4);
    assertThat(seen.get(3).reply()).isEqualTo(Reply.BLOCKED);
  }

  /** Steps 0 to 3 as they should be, then the loss, and nothing after it. */
  private static Reply lossInStep4(List<Observation> seen) {
    assertThat(seen).hasSize(5);
    assertThat(seen.get(3).reply()).isEqualTo(Reply.ZERO);
    assertThat(seen.get(3).descriptors().get(0).open()).isTrue();
    assertThat(seen.get(4).descriptors()).isEqualTo(seen.get(3).descriptors());
    assertThat(seen.get(4).layout().mapped()).isEqualTo(0b1111);
    return seen.get(4).reply();
  }

  private static void awaitWaitChannel(long pid, String channel) throws IOException {
    boolean found = false;
    while (!found) {
      try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
        for (Path task : tasks.toList()) {
          found |= waitChannel(task).equals(channel);
        }
      }
    }
  }

  private static String waitChannel(Path task) throws IOException {
    try {
      return Files.readString(task.resolve("wchan"));
    } catch (NoSuchFileException e) {
      return ""; // the thread ended since it was listed
    }
  }

  /** A stop reaches one thread first, and the others some time later. */
  private static void awaitStopped(long pid) throws IOException {
    boolean stopped = false;
    while (!stopped) {
      try (Stream<Path> tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
        stopped = true;
        for (Path task : tasks.toList()) {
          stopped &= Files.readString(task.resolve("stat")).contains(") T ");
        }
      }
    }
  }

  private static void signal(String name, long pid) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start().waitFor())
        .isZero();
  }

  private static Reply lossBySignal(String name) throws IOException, InterruptedException {
    try (WorkerSut<UffdCommand> sut = KernelSut.start(OPTIONS)) {
      long pid = sut.workerPid();
      CompletableFuture<List<Trace<UffdCommand>>> traces =
          CompletableFuture.supplyAsync(
              () -> {
                List<Trace<UffdCommand>> all = new ArrayList<>();
                sut.execute(List.of(HARMLESS, stuckInStep4(), HARMLESS), all::add);
                return all;
              });
      awaitWaitChannel(pid, "userfaultfd_event_wait_completion");
      signal(name, pid);

      List<Trace<UffdCommand>> all = traces.join();
      assertThat(all).hasSize(3);
      assertThat(all.get(0).observations()).hasSize(4);
      assertThat(all.get(2).observations()).isEqualTo(all.get(0).observations());
      assertWorks(sut);
      assertThat(sut.workerPid()).isNotEqualTo(pid);
      return lossInStep4(all.get(1).observations());
    }
  }

  @Test
  void killedWorkerIsADeathInItsStep() throws IOException, InterruptedException {
    assertThat(lossBySignal("KILL")).isEqualTo(new Reply.Died("SIGKILL"));
  }

  @Test
  void signalThatTheJavaMachineCatchesIsReadFromItsReport()
      throws IOException, InterruptedException {
    assertThat(lossBySignal("SEGV")).isEqualTo(new Reply.Died("SIGSEGV"));
  }

  /** The child holds the worker's output, so that the driver hears of no end while it lives. */
  @Test
  void childDiesWithItsWorker() throws IOException, InterruptedException {
    List<UffdCommand> commands = new ArrayList<>(stuckInStep4().commands());
    commands.add(4, new Fork(6));
    try (WorkerSut<UffdCommand> sut = KernelSut.start(OPTIONS)) {
      long pid = sut.workerPid();
      CompletableFuture<Trace<UffdCommand>> trace =
          CompletableFuture.supplyAsync(
              () -> sut.execute(Sequences.of(commands.toArray(UffdCommand[]::new))));
      awaitWaitChannel(pid, "userfaultfd_event_wait_completion");
      List<ProcessHandle> children = ProcessHandle.of(pid).orElseThrow().children().toList();
      signal("KILL", pid);

      List<Observation> seen = trace.join().observations();
      assertThat(seen).hasSize(6);
      assertThat(seen.get(4).child()).isPresent();
      assertThat(seen.get(5).reply()).isEqualTo(new Reply.Died("SIGKILL"));
      assertThat(children).hasSize(1);
      assertThat(children.get(0).onExit()).succeedsWithin(Duration.ofSeconds(10));
      assertWorks(sut);
    }
  }

  @Test
  void callThatNeverReturnsIsAHang() {
    KernelOptions hasty = OPTIONS.withLimits(Duration.ofMillis(300), Duration.ofMillis(800));
    try (WorkerSut<UffdCommand> sut = KernelSut.start(hasty)) {
      Reply reply = lossInStep4(sut.execute(stuckInStep4()).observations());
      assertThat(reply).isInstanceOf(Reply.Hung.class);
      assertThat(((Reply.Hung) reply).evidence())
          .contains("commander D (disk sleep) userfaultfd_event_wait_completion");
      assertWorks(sut);
    }
  }

  @Test
  void stoppedWorkerIsAHangAndIsReplaced() throws IOException, InterruptedException {
    KernelOptions hasty = OPTIONS.withLimits(Duration.ofMillis(300), Duration.ofMillis(800));
    try (WorkerSut<UffdCommand> sut = KernelSut.start(hasty)) {
      assertWorks(sut);
      long pid = sut.workerPid();
      signal("STOP", pid);
      awaitStopped(pid);

      List<Observation> seen = sut.execute(HARMLESS).observations();
      assertThat(seen).hasSize(1);
      assertThat(seen.get(0).reply()).isInstanceOf(Reply.Hung.class);
      assertThat(((Reply.Hung) seen.get(0).reply()).evidence()).contains("T (stopped)");
      assertWorks(sut);
      assertThat(ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)).isFalse();
    }
  }

  @Test
  void workerThatDiesIdleIsReplacedUnseen() throws IOException, InterruptedException {
    try (WorkerSut<UffdCommand> sut = KernelSut.start(OPTIONS)) {
      assertWorks(sut);
      signal("KILL", sut.workerPid());
      List<Trace<UffdCommand>> all = new ArrayList<>();
      sut.execute(Collections.nCopies(40, HARMLESS), all::add);
      assertThat(all).hasSize(40).allMatch(trace -> trace.observations().size() == 4);
    }
  }

  @Test
  void workersAreRecycled() {
    try (WorkerSut<UffdCommand> sut = KernelSut.start(OPTIONS.withRecycleAfter(3))) {
      long first = sut.workerPid();
      List<Trace<UffdCommand>> all = new ArrayList<>();
      sut.execute(List.of(HARMLESS, HARMLESS, HARMLESS, HARMLESS, HARMLESS), all::add);
      assertThat(all).hasSize(5).allMatch(trace -> trace.observations().size() == 4);
      assertThat(sut.workerPid()).isNotEqualTo(first);
    }
  }

  @Test
  void freshOneHasItsOwnWorker() {
    try (WorkerSut<UffdCommand> sut = KernelSut.start(OPTIONS);
        WorkerSut<UffdCommand> fresh = sut.fresh()) {
      assertThat(fresh.workerPid()).isNotEqualTo(sut.workerPid());
      assertThat(fresh.environment()).isEqualTo(sut.environment());
    }
  }
}
