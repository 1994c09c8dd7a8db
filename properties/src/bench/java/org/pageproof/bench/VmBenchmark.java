package org.pageproof.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.sut.driver.WorkerSut;
import org.pageproof.sut.kernel.KernelOptions;
import org.pageproof.sut.kernel.KernelSut;
import org.pageproof.sut.vm.VmOptions;
import org.pageproof.sut.vm.VmSut;
import org.pageproof.sut.vm.image.ImageException;
import org.pageproof.trace.UffdCommandCodec;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * A kernel in a virtual machine: how long until it executes, and how fast it executes sequences of
 * 20 commands, against this machine's kernel on the same sequences in turn. The argument is the
 * kernel; none for the one that was built here.
 */
final class VmBenchmark {
  private static final int COMMANDS = 20;
  private static final int SEQUENCES = 1000;
  private static final int DRAWN = 6000;
  private static final int BOOTS = 3;
  private static final int RESTORES = 9;
  private static final int WARMUPS = 2;
  private static final int ROUNDS = 7;
  private static final double BOOT_TARGET = 10;
  private static final double RESTORE_TARGET = 0.3;
  private static final double RATE_TARGET = 1000;
  private static final long SEED = 11;

  private VmBenchmark() {}

  /** Runs the benchmark. */
  public static void main(String[] args) throws java.io.IOException {
    Optional<Path> kernel = args.length == 0 ? Optional.empty() : Optional.of(Path.of(args[0]));
    VmOptions options = VmOptions.standard("bench").withKernel(kernel, Optional.empty());
    Optional<String> unavailable = VmSut.unavailableBecause();
    if (unavailable.isPresent()) {
      Target.skip("virtual machine", unavailable.get());
      return;
    }
    try (SystemUnderTest<UffdCommand> prepared = start(options)) {
      System.out.println("kernel " + prepared.environment().profile().release().text());
      List<CommandSequence<UffdCommand>> sequences = sequences(prepared);
      boots(options.withFreshBoot(), sequences.get(0));
      restores(options, sequences.get(0));
      race(prepared, sequences);
    } catch (ImageException e) {
      Target.skip("virtual machine", String.valueOf(e.getMessage()));
    }
  }

  private static WorkerSut<UffdCommand> start(VmOptions options) {
    return VmSut.start(options, new UffdCommandCodec());
  }

  /** The first commands of those sequences of a campaign that have enough of them. */
  private static List<CommandSequence<UffdCommand>> sequences(SystemUnderTest<UffdCommand> sut) {
    return Campaigns.sequences(sut.environment(), SEED, DRAWN).stream()
        .filter(sequence -> sequence.size() >= COMMANDS)
        .map(sequence -> sequence.with(sequence.commands().subList(0, COMMANDS)))
        .limit(SEQUENCES)
        .toList();
  }

  private static void boots(VmOptions options, CommandSequence<UffdCommand> sequence) {
    List<Double> seconds = new ArrayList<>();
    List<Double> processor = new ArrayList<>();
    for (int i = 0; i < BOOTS; i++) {
      long begin = System.nanoTime();
      try (WorkerSut<UffdCommand> sut = start(options)) {
        sut.execute(sequence);
        seconds.add((System.nanoTime() - begin) / 1e9);
        processor.add(processorSeconds(sut));
      }
    }
    print("boot to the first sequence", seconds, processor);
    Target.atMost("boot to the first sequence, s", Contestant.median(seconds), BOOT_TARGET);
  }

  private static void restores(VmOptions options, CommandSequence<UffdCommand> sequence) {
    List<Double> seconds = new ArrayList<>();
    List<Double> processor = new ArrayList<>();
    try (WorkerSut<UffdCommand> sut = start(options.withRecycleAfter(1))) {
      for (int i = -1; i < RESTORES; i++) {
        long begin = System.nanoTime();
        sut.execute(sequence);
        if (i >= 0) { // the guest of the first was there before
          seconds.add((System.nanoTime() - begin) / 1e9);
          processor.add(processorSeconds(sut));
        }
      }
    }
    print("restore to the first sequence", seconds, processor);
    Target.atMost("restore to the first sequence, s", Contestant.median(seconds), RESTORE_TARGET);
  }

  /** What QEMU has used; on a busy machine that is the figure to look at. */
  private static double processorSeconds(WorkerSut<UffdCommand> sut) {
    return ProcessHandle.of(sut.workerPid())
            .flatMap(process -> process.info().totalCpuDuration())
            .orElse(Duration.ZERO)
            .toMillis()
        / 1e3;
  }

  private static void print(String what, List<Double> seconds, List<Double> processor) {
    System.out.printf(
        Locale.ROOT,
        "%-30s %.3f s (%.3f to %.3f), CPU of QEMU %.2f s%n",
        what,
        Contestant.median(seconds),
        seconds.stream().mapToDouble(s -> s).min().orElse(0),
        seconds.stream().mapToDouble(s -> s).max().orElse(0),
        Contestant.median(processor));
  }

  private static void race(
      SystemUnderTest<UffdCommand> guest, List<CommandSequence<UffdCommand>> sequences)
      throws java.io.IOException {
    List<Contestant> contestants = new ArrayList<>();
    Contestant inGuest = contestant("guest", guest, sequences);
    contestants.add(inGuest);
    Optional<String> unavailable = KernelSut.unavailableBecause();
    if (unavailable.isPresent()) {
      Target.skip("native / guest", unavailable.get());
      Contestant.race(contestants, WARMUPS, ROUNDS);
    } else {
      try (SystemUnderTest<UffdCommand> kernel = KernelSut.start(KernelOptions.standard("bench"))) {
        Contestant natively = contestant("native", kernel, sequences);
        contestants.add(natively);
        Contestant.race(contestants, WARMUPS, ROUNDS);
        System.out.printf(Locale.ROOT, "a guest is %.1f times slower%n", natively.ratioTo(inGuest));
      }
    }
    Target.atLeast("sequences/s in the guest", inGuest.rate() / COMMANDS, RATE_TARGET);
  }

  private static Contestant contestant(
      String name, SystemUnderTest<UffdCommand> sut, List<CommandSequence<UffdCommand>> sequences) {
    return Contestant.timed(
        name,
        round -> {
          sut.execute(sequences, trace -> {});
          return Campaigns.commands(sequences);
        });
  }
}
