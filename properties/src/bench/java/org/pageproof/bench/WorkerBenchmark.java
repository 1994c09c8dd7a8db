package org.pageproof.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pageproof.reference.Oracle;
import org.pageproof.reference.userfaultfd.UffdModel;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.reports.c.CBenchmark;
import org.pageproof.sut.driver.WorkerSut;
import org.pageproof.sut.kernel.KernelOptions;
import org.pageproof.sut.kernel.KernelSut;
import org.pageproof.sut.protocol.Frame;
import org.pageproof.verdict.Judgement;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * The worker alone, as in {@link LoopBenchmark}, against a straight C program that makes the same
 * calls and observations, on the same sequences in turn.
 */
final class WorkerBenchmark {
  private static final int SEQUENCES = 150;
  private static final int TIMES = 25;
  private static final int WARMUPS = 6;
  private static final int ROUNDS = 9;
  private static final double TARGET = 1.0 / 3;
  private static final long SEED = 7;

  private WorkerBenchmark() {}

  /** Runs the benchmark. */
  public static void main(String[] args) throws IOException {
    Optional<String> unavailable = KernelSut.unavailableBecause();
    if (unavailable.isPresent() || !CProgramRun.canCompile()) {
      Target.skip("worker against C", unavailable.orElse("gcc is not installed"));
      return;
    }
    try (WorkerSut<UffdCommand> sut = KernelSut.start(KernelOptions.standard("bench"));
        BareWorker bare = BareWorker.start()) {
      race(sut, bare);
    }
  }

  private static void race(WorkerSut<UffdCommand> sut, BareWorker bare) throws IOException {
    List<CommandSequence<UffdCommand>> sequences =
        Campaigns.sequences(sut.environment(), SEED, SEQUENCES);
    Path folder = Files.createTempDirectory("c-");
    CProgramRun program =
        CProgramRun.compile(CBenchmark.ofUserfaultfd(judged(sut, sequences), TIMES), folder);
    List<Frame> requests = BareWorker.encode(sequences);
    long commands = TIMES * Campaigns.commands(sequences);
    Contestant c =
        new Contestant(
            "C program",
            round -> new Contestant.Done(commands, commands / program.commandsPerSecond()));
    Contestant worker =
        Contestant.timed(
            "worker alone",
            round -> {
              bare.execute(requests, TIMES);
              return commands;
            });
    Contestant.race(List.of(c, worker), WARMUPS, ROUNDS);
    System.out.println("C program: " + program.buildLine());
    Target.atLeast("worker alone / C program", worker.ratioTo(c), TARGET);
  }

  private static List<Judgement<UffdCommand>> judged(
      WorkerSut<UffdCommand> sut, List<CommandSequence<UffdCommand>> sequences) {
    UffdModel model = new UffdModel(sut.environment().profile());
    Oracle<UffdState, UffdCommand> oracle = new Oracle<>(model);
    List<Judgement<UffdCommand>> judgements = new ArrayList<>();
    sut.execute(sequences, trace -> judgements.add(oracle.explain(trace)));
    return judgements;
  }
}
