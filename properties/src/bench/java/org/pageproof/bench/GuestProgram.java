package org.pageproof.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.pageproof.cli.BareGuest;
import org.pageproof.reference.Oracle;
import org.pageproof.reference.hmm.HmmState;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.reports.c.CBenchmark;
import org.pageproof.sut.driver.WorkerSut;
import org.pageproof.sut.vm.image.KernelImage;
import org.pageproof.verdict.Judgement;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * The worker in a guest against a straight C program in a guest without Java, which makes the same
 * calls and observations on the same sequences. It also makes the calls alone, and looks at
 * nothing: no worker can be faster than that.
 *
 * @param tested what the sequences are of
 * @param image the kernel of both guests
 * @param source the C program that executes judged sequences so many times
 */
record GuestProgram<S, C extends Command>(
    Tested<S, C> tested,
    KernelImage image,
    BiFunction<List<Judgement<C>>, Integer, String> source) {
  private static final int SEQUENCES = 200;
  private static final int TIMES = 4;
  private static final int RUNS = 3;
  private static final int WARMUPS = 3;
  private static final int ROUNDS = 7;
  private static final double TARGET = 1.0 / 3;
  private static final Pattern LINE = Pattern.compile("([a-z]+)/s ([0-9]+)");

  static GuestProgram<UffdState, UffdCommand> userfaultfd(KernelImage image) {
    return new GuestProgram<>(Tested.userfaultfd(), image, CBenchmark::ofUserfaultfd);
  }

  static GuestProgram<HmmState, HmmCommand> hmm(KernelImage image) {
    return new GuestProgram<>(Tested.hmm(), image, CBenchmark::ofHmm);
  }

  /** Lets both execute some of the sequences, first the worker, then the program. */
  void compare(WorkerSut<C> worker, List<CommandSequence<C>> sequences) throws IOException {
    if (!CProgramRun.canCompile() || !BareGuest.isAvailable()) {
      Target.skip("C program in the guest", "gcc or busybox-static is not installed");
      return;
    }
    List<CommandSequence<C>> same =
        sequences.stream().filter(each -> !each.plan().huge()).limit(SEQUENCES).toList();
    Path folder = Files.createTempDirectory("c-");
    CProgramRun program =
        CProgramRun.compileStatic(source.apply(judged(worker, same), TIMES), folder);
    Contestant guest =
        Contestant.timed(
            "guest, the same sequences as C",
            round -> {
              worker.execute(same, trace -> {});
              return Campaigns.commands(same);
            });
    Contestant.race(List.of(guest), WARMUPS, ROUNDS);
    List<BareGuest.Run> runs =
        BareGuest.run(image, Collections.nCopies(RUNS, program.program()), folder.resolve("guest"))
            .runs();
    String name = tested.reports().codec().interfaceName();
    double perSequence = (double) Campaigns.commands(same) / same.size();
    double c = median(runs, "commands");
    print(name + ", C program in the guest, sequences/s", c / perSequence);
    print(
        name + ", its calls alone, with nothing looked at, sequences/s",
        median(runs, "calls") / perSequence);
    Target.atLeast(name + ", worker in the guest / C program", guest.rate() / c, TARGET);
  }

  private static void print(String what, double value) {
    System.out.printf(Locale.ROOT, "%s: %.0f%n", what, value);
  }

  private List<Judgement<C>> judged(WorkerSut<C> worker, List<CommandSequence<C>> sequences) {
    Oracle<S, C> oracle =
        new Oracle<>(tested.suites().apply(worker.environment().profile()).model());
    List<Judgement<C>> judgements = new ArrayList<>();
    worker.execute(sequences, trace -> judgements.add(oracle.explain(trace)));
    return judgements;
  }

  private static double median(List<BareGuest.Run> runs, String what) throws IOException {
    List<Double> values = new ArrayList<>();
    for (BareGuest.Run run : runs) {
      for (String line : run.output()) {
        Matcher matcher = LINE.matcher(line);
        if (matcher.matches() && matcher.group(1).equals(what)) {
          values.add(Double.parseDouble(matcher.group(2)));
        }
      }
    }
    if (values.isEmpty()) {
      throw new IOException("the C program does not say its " + what + "/s: " + runs);
    }
    return Contestant.median(values);
  }
}
