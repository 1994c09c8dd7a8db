package org.pageproof.sut.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.driver.Death;
import org.pageproof.sut.driver.DriverOptions;
import org.pageproof.sut.driver.FrameChannel.Ended;
import org.pageproof.sut.driver.FrameChannel.Event;
import org.pageproof.sut.driver.WorkerSut;
import org.pageproof.sut.protocol.Frame;
import org.pageproof.sut.protocol.Request;
import org.pageproof.sut.vm.image.CacheDirectory;
import org.pageproof.sut.vm.image.GuestRoot;
import org.pageproof.sut.vm.image.KernelImage;
import org.pageproof.sut.vm.image.KernelImages;
import org.pageproof.trace.UffdCommandCodec;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.DontNeed;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** Real guests with the kernel that was built last: how they end, and what comes after. */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GuestTest {
  private static final long EVENT_REMOVE = 1L << 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final UffdCommandCodec codec = new UffdCommandCodec();
  private Machine machine;
  private Machines machines;
  private List<Path> before;

  @BeforeAll
  void prepareMachine() throws IOException {
    CacheDirectory cache = CacheDirectory.ofEnvironment();
    Optional<String> unavailable = VmSut.unavailableBecause();
    Assumptions.assumeTrue(unavailable.isEmpty(), () -> unavailable.orElse(""));
    Assumptions.assumeTrue(
        KernelImages.hasBuilt(cache), "no kernel in the cache: run ./pageproof vm build");
    KernelImage image = KernelImages.resolve(Optional.empty(), Optional.empty());
    machine =
        new Machine(
            QemuProgram.find(),
            Accelerator.AUTO,
            image.bzImage(),
            GuestRoot.build(image, cache.path()),
            MemoryMap.of(512, codec.interfaceName()),
            codec.interfaceName(),
            Duration.ofSeconds(60));
    before = directories();
    machines =
        new Machines(
            machine,
            Accelerator.AUTO,
            new SnapshotStore(cache.path().resolve("snapshots")),
            note -> {});
  }

  /** Other processes of this machine may boot guests, too; their directories go after a moment. */
  @AfterEach
  void nothingIsLeft() throws IOException {
    long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!before.containsAll(directories()) && System.nanoTime() < limit) {
      Thread.onSpinWait();
    }
    assertThat(before).containsAll(directories());
  }

  @AfterAll
  void noQemuIsLeft() {
    assertThat(
            ProcessHandle.current()
                .children()
                .filter(child -> child.info().command().orElse("").contains("qemu")))
        .isEmpty();
  }

  private static List<Path> directories() throws IOException {
    try (Stream<Path> files = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
      return files.filter(f -> f.getFileName().toString().startsWith("pageproof-vm-")).toList();
    }
  }

  private WorkerSut<UffdCommand> start(Duration hangLimit) {
    return WorkerSut.start(
        new GuestLauncher(machines, false), codec, new DriverOptions("test", hangLimit, 50));
  }

  private static CommandSequence<UffdCommand> sequence(long features, UffdCommand last) {
    return new CommandSequence<>(
        new AddressPlan(4),
        List.of(
            new Open(0, 0, Open.Entry.SYSCALL, Open.USUAL_FLAGS, false),
            new Api(1, 0, Api.VERSION, features, Argument.VALID),
            new Map(2, 0, 4),
            new Register(3, 0, PageRange.of(0, 0, 4), Register.MODE_MISSING, Argument.VALID),
            last));
  }

  private static CommandSequence<UffdCommand> harmless() {
    return sequence(0, new Touch(4, 0, 0, 1, Access.READ));
  }

  @Test
  void goesOnInACopyLikeNewWhenTheLastIsNotTrusted() {
    try (WorkerSut<UffdCommand> sut = start(PATIENCE)) {
      List<Long> pids = new ArrayList<>();
      sut.execute(
          List.of(harmless(), harmless(), harmless()),
          trace -> {
            assertWorks(trace);
            pids.add(sut.workerPid());
            if (pids.size() == 1) {
              sut.distrust();
            }
          });
      assertThat(pids).hasSize(3);
      assertThat(pids.get(1)).isNotEqualTo(pids.get(0)).isEqualTo(pids.get(2));
    }
  }

  /** The worker waits in step 4 for somebody who reads a message; nobody does. */
  private static CommandSequence<UffdCommand> stuck() {
    return sequence(EVENT_REMOVE, new DontNeed(4, PageRange.of(0, 0, 1)));
  }

  private static void assertWorks(Trace<UffdCommand> trace) {
    List<Observation> seen = trace.observations();
    assertThat(seen).hasSize(5);
    assertThat(seen.get(4).reply()).isEqualTo(Reply.BLOCKED);
    assertThat(seen.get(4).descriptors().get(0).total()).isEqualTo(1);
    assertThat(trace.environment().sut()).isEqualTo("vm");
  }

  @Test
  void guestsExecuteAndAreReplaced() {
    try (WorkerSut<UffdCommand> sut = start(PATIENCE)) {
      assertWorks(sut.execute(harmless()));
      long pid = sut.workerPid();
      sut.execute(Collections.nCopies(50, harmless()), GuestTest::assertWorks);
      assertThat(sut.workerPid()).isNotEqualTo(pid);
      assertThat(ProcessHandle.of(pid)).isEmpty();
    }
  }

  @Test
  void commandThatNeverEndsIsAHangThatShowsWhere() {
    try (WorkerSut<UffdCommand> sut = start(PATIENCE)) { // an idle guest is told from a slow one
      List<Trace<UffdCommand>> traces = new ArrayList<>();
      sut.execute(List.of(stuck(), harmless()), traces::add);
      List<Observation> seen = traces.get(0).observations();
      assertThat(seen).hasSize(5);
      assertThat(seen.get(3).layout().mapped()).isEqualTo(0b1111);
      assertThat(seen.get(4).reply()).isInstanceOf(Reply.Hung.class);
      assertThat(((Reply.Hung) seen.get(4).reply()).evidence())
          .startsWith("no progress, and nothing runs\n")
          .contains("task:commander", "state:D", "userfaultfd_event_wait_completion");
      assertWorks(traces.get(1));
    }
  }

  @Test
  void panicIsTheDeathOfAGuest() throws InterruptedException {
    GuestWorker worker = (GuestWorker) machines.copy();
    worker.channel().send(new Request<>(7, stuck()).toFrame(codec));
    while (worker.journal().sequence() != 7) {
      assertThat(worker.channel().next(Duration.ofMillis(10))).isNull();
    }
    assertThat(worker.evidence()).contains("Kernel panic - not syncing: NMI");
    Event event = worker.channel().next(PATIENCE);
    assertThat(event).isInstanceOf(Ended.class);
    Death death = worker.death();
    assertThat(death.cause()).isEqualTo(Death.Cause.SEQUENCE);
    assertThat(death.how()).startsWith("kernel panic: NMI: Not continuing"); // in whatever ran
    assertThat(worker.end(false)).isTrue();
  }

  @Test
  void workerThatEndsTakesItsGuestAlong() {
    GuestWorker worker = (GuestWorker) machines.copy();
    worker.channel().send(Frame.of(Frame.Type.EXECUTE, "nonsense\n"));
    Event error = worker.channel().next(PATIENCE);
    assertThat(error).isNotNull();
    assertThat(worker.channel().next(PATIENCE)).isInstanceOf(Ended.class);
    assertThat(worker.death()).isEqualTo(new Death("exit 70", Death.Cause.SEQUENCE));
    assertThat(worker.end(false)).isTrue();
  }

  /** Whoever kills QEMU says nothing of the guest: what it was about to execute is repeated. */
  @Test
  void killedQemuIsNoObservation() {
    try (WorkerSut<UffdCommand> sut = start(PATIENCE)) {
      ProcessHandle qemu = ProcessHandle.of(sut.workerPid()).orElseThrow();
      CompletableFuture<List<Trace<UffdCommand>>> traces =
          CompletableFuture.supplyAsync(
              () -> {
                List<Trace<UffdCommand>> all = new ArrayList<>();
                sut.execute(Collections.nCopies(48, harmless()), all::add);
                return all;
              });
      qemu.destroyForcibly();
      assertThat(traces.join()).hasSize(48).allSatisfy(GuestTest::assertWorks);
    }
  }

  @Test
  void stoppedQemuIsAHang() throws IOException, InterruptedException {
    try (WorkerSut<UffdCommand> sut = start(Duration.ofSeconds(5))) {
      assertWorks(sut.execute(harmless()));
      String pid = Long.toString(sut.workerPid());
      assertThat(new ProcessBuilder("sh", "-c", "kill -STOP " + pid).start().waitFor()).isZero();
      Reply reply = sut.execute(harmless()).observations().get(0).reply();
      assertThat(reply).isInstanceOf(Reply.Hung.class);
      assertThat(((Reply.Hung) reply).evidence()).contains("QEMU itself is stopped");
      assertThat(ProcessHandle.of(Long.parseLong(pid))).isEmpty();
      assertWorks(sut.execute(harmless()));
    }
  }

  /** Without an init the kernel panics. */
  @Test
  void guestThatEndsTooEarlyIsBootedAgain(@TempDir Path directory) throws IOException {
    Path nothing = Files.createFile(directory.resolve("root"));
    List<String> notes = new ArrayList<>();
    Machines hopeless =
        new Machines(
            machine.booting(machine.kernel(), nothing),
            Accelerator.TCG,
            new SnapshotStore(directory),
            notes::add);
    assertThatThrownBy(hopeless::boot)
        .isInstanceOf(HarnessException.class)
        .hasMessageContaining("the guest ended before its worker was ready: kernel panic");
    assertThat(notes).hasSize(2).allSatisfy(note -> assertThat(note).endsWith("; booting again"));
  }

  /** Its first guest is booted, not copied. */
  @Test
  void freshOneHasAKernelOfItsOwn() {
    try (WorkerSut<UffdCommand> sut = start(PATIENCE);
        WorkerSut<UffdCommand> fresh = sut.fresh()) {
      assertThat(fresh.environment()).isEqualTo(sut.environment());
      assertWorks(fresh.execute(harmless()));
    }
  }
}
