package org.pageproof.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pageproof.generation.KnownDivergences;
import org.pageproof.properties.CampaignOptions;
import org.pageproof.properties.Shard;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.sut.driver.WorkerSut;
import org.pageproof.sut.kernel.KernelOptions;
import org.pageproof.sut.kernel.KernelSut;
import org.pageproof.sut.vm.VmOptions;
import org.pageproof.sut.vm.VmSut;
import org.pageproof.sut.vm.image.ImageException;
import org.pageproof.sut.vm.image.KernelImage;
import org.pageproof.sut.vm.image.KernelImages;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * A kernel in a virtual machine: how long until it executes, and how fast it executes sequences of
 * 20 commands; for userfaultfd, against this machine's kernel on the same sequences in turn; and
 * against C in a guest without Java. The arguments are the kernel and where its modules are; none
 * for the one that was built here.
 */
final class VmBenchmark<S, C extends Command> {
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

  private final Tested<S, C> tested;
  private final String name;
  private final VmOptions options;
  private final GuestProgram<S, C> program;

  private VmBenchmark(Tested<S, C> tested, VmOptions options, GuestProgram<S, C> program) {
    this.tested = tested;
    this.name = tested.reports().codec().interfaceName();
    this.options = options;
    this.program = program;
  }

  /** Runs the benchmark. */
  public static void main(String[] args) throws IOException {
    Optional<Path> kernel = args.length < 1 ? Optional.empty() : Optional.of(Path.of(args[0]));
    Optional<Path> modules = args.length < 2 ? Optional.empty() : Optional.of(Path.of(args[1]));
    VmOptions options = VmOptions.standard("bench").withKernel(kernel, modules);
    Optional<String> unavailable = VmSut.unavailableBecause();
    if (unavailable.isPresent()) {
      Target.skip("virtual machine", unavailable.get());
      return;
    }
    try {
      KernelImage image = KernelImages.resolve(kernel, modules);
      userfaultfd(
          new VmBenchmark<>(Tested.userfaultfd(), options, GuestProgram.userfaultfd(image)));
      hmm(new VmBenchmark<>(Tested.hmm(), options, GuestProgram.hmm(image)));
    } catch (ImageException | HarnessException e) {
      Target.skip("virtual machine", String.valueOf(e.getMessage()));
    }
  }

  private static void userfaultfd(VmBenchmark<?, UffdCommand> benchmark) throws IOException {
    Optional<String> unavailable = KernelSut.unavailableBecause();
    if (unavailable.isPresent()) {
      Target.skip("native / guest", unavailable.get());
      benchmark.run(List.of());
      return;
    }
    try (SystemUnderTest<UffdCommand> kernel = KernelSut.start(KernelOptions.standard("bench"))) {
      benchmark.run(List.of(kernel));
    }
  }

  private static void hmm(VmBenchmark<?, ?> benchmark) throws IOException {
    benchmark.run(List.of());
  }

  /** Measures a guest, and how fast others are. */
  private void run(List<SystemUnderTest<C>> others) throws IOException {
    try (WorkerSut<C> prepared = start(options)) {
      System.out.println(name + ", kernel " + prepared.environment().profile().release().text());
      List<CommandSequence<C>> sequences = sequences(prepared);
      boots(sequences.get(0));
      restores(sequences.get(0));
      race(prepared, others, sequences);
      program.compare(prepared, sequences);
    }
  }

  private WorkerSut<C> start(VmOptions how) {
    return VmSut.start(how, tested.reports().codec(), note -> {});
  }

  /** The first commands of those sequences of a campaign that have enough of them. */
  private List<CommandSequence<C>> sequences(SystemUnderTest<C> sut) {
    CampaignOptions campaign =
        new CampaignOptions(
            SEED,
            Optional.of((long) DRAWN),
            Optional.empty(),
            CampaignOptions.DEFAULT_MAX_COMMANDS,
            new AddressPlan(CampaignOptions.DEFAULT_PAGES),
            Shard.ALL,
            KnownDivergences.AVOID); // some of them end the kernel
    return Campaigns.sequences(tested, sut.environment(), campaign).stream()
        .filter(sequence -> sequence.size() >= COMMANDS)
        .map(sequence -> sequence.with(sequence.commands().subList(0, COMMANDS)))
        .limit(SEQUENCES)
        .toList();
  }

  private void boots(CommandSequence<C> sequence) {
    List<Double> seconds = new ArrayList<>();
    List<Double> processor = new ArrayList<>();
    CommandSequence<C> one = sequence.with(sequence.commands().subList(0, 1));
    for (int i = 0; i < BOOTS; i++) {
      long begin = System.nanoTime();
      try (WorkerSut<C> sut = start(options.withFreshBoot())) {
        sut.execute(one);
        seconds.add((System.nanoTime() - begin) / 1e9);
        processor.add(processorSeconds(sut));
      }
    }
    print("boot to the first command", seconds);
    System.out.printf(
        Locale.ROOT, "QEMU's processor time for it: %.2f s%n", Contestant.median(processor));
    Target.atMost(name + ", boot to the first command, s", Contestant.median(seconds), BOOT_TARGET);
  }

  /** What QEMU has used; on a busy machine that is the figure to look at. */
  private static double processorSeconds(WorkerSut<?> sut) {
    return ProcessHandle.of(sut.workerPid())
            .flatMap(process -> process.info().totalCpuDuration())
            .orElse(Duration.ZERO)
            .toMillis()
        / 1e3;
  }

  /** From one guest's last answer to the next one's first, the end of the old guest included. */
  private void restores(CommandSequence<C> sequence) {
    List<Long> answers = new ArrayList<>();
    try (WorkerSut<C> sut = start(options.withRecycleAfter(1))) {
      CommandSequence<C> one = sequence.with(sequence.commands().subList(0, 1));
      sut.execute(Collections.nCopies(1 + RESTORES, one), trace -> answers.add(System.nanoTime()));
    }
    List<Double> seconds = new ArrayList<>();
    for (int i = 1; i < answers.size(); i++) {
      seconds.add((answers.get(i) - answers.get(i - 1)) / 1e9);
    }
    print("restore to the first command", seconds);
    Target.atMost(
        name + ", restore to the first command, s", Contestant.median(seconds), RESTORE_TARGET);
  }

  private static void print(String what, List<Double> seconds) {
    System.out.printf(
        Locale.ROOT,
        "%-30s %.3f s (%.3f to %.3f)%n",
        what,
        Contestant.median(seconds),
        Collections.min(seconds),
        Collections.max(seconds));
  }

  private void race(
      SystemUnderTest<C> guest, List<SystemUnderTest<C>> others, List<CommandSequence<C>> sequences)
      throws IOException {
    Contestant inGuest = contestant("guest", guest, sequences);
    List<Contestant> contestants = new ArrayList<>(List.of(inGuest));
    for (SystemUnderTest<C> other : others) {
      contestants.add(contestant(other.environment().sut(), other, sequences));
    }
    Contestant.race(contestants, WARMUPS, ROUNDS);
    for (Contestant other : contestants.subList(1, contestants.size())) {
      System.out.printf(
          Locale.ROOT, "%s: a guest is %.1f times slower%n", name, other.ratioTo(inGuest));
    }
    Target.atLeast(name + ", sequences/s in the guest", inGuest.rate() / COMMANDS, RATE_TARGET);
  }

  private Contestant contestant(
      String who, SystemUnderTest<C> sut, List<CommandSequence<C>> sequences) {
    return Contestant.timed(
        who,
        round -> {
          sut.execute(sequences, trace -> {});
          return Campaigns.commands(sequences);
        });
  }
}
