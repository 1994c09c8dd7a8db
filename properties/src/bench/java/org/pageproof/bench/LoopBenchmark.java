package org.pageproof.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.reports.RunLog;
import org.pageproof.sut.driver.WorkerSut;
import org.pageproof.sut.kernel.KernelOptions;
import org.pageproof.sut.kernel.KernelSut;
import org.pageproof.sut.protocol.Frame;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * The whole loop on this machine's kernel against the worker alone, on the same sequences in turn:
 *
 * <ul>
 *   <li>the loop is what {@code pageproof run} does: a campaign that draws, sends, executes,
 *       decodes, judges, counts transitions and logs;
 *   <li>the worker alone gets requests that were drawn and encoded beforehand, and nobody looks at
 *       its answers.
 * </ul>
 *
 * Between them, to tell where the time goes: the driver sends and decodes, but nothing is drawn or
 * judged. A run replaces its worker now and then, and the new one is slow until it is compiled; so
 * the loop is also measured over a worker's whole life, its start included.
 */
final class LoopBenchmark {
  private static final int SEQUENCES = 3072;
  private static final int WARMUPS = 5;
  private static final int ROUNDS = 7;
  private static final int LIVES = 2;
  private static final int PIECES = 20;
  private static final double TARGET = 0.6;

  private LoopBenchmark() {}

  /** Runs the benchmark. */
  public static void main(String[] args) throws IOException {
    Optional<String> unavailable = KernelSut.unavailableBecause();
    if (unavailable.isPresent()) {
      Target.skip("whole loop", unavailable.get());
      return;
    }
    Path reports = Files.createTempDirectory("reports-");
    KernelOptions options = KernelOptions.standard("bench").withRecycleAfter(Integer.MAX_VALUE);
    try (WorkerSut<UffdCommand> sut = KernelSut.start(options);
        BareWorker bare = BareWorker.start();
        RunLog log = RunLog.create(reports)) {
      race(sut, bare, new Campaigns<>(Tested.userfaultfd(), sut, reports, log));
      raceOfLives(bare, reports, log);
    }
  }

  /** Whole lives of workers, cut into pieces that the worker alone executes in turn. */
  private static void raceOfLives(BareWorker bare, Path reports, RunLog log) throws IOException {
    KernelOptions options = KernelOptions.standard("bench");
    int piece = options.recycleAfter() / PIECES;
    try (Lives lives = new Lives(options)) {
      List<List<Frame>> encoded = new ArrayList<>();
      List<Long> commands = new ArrayList<>();
      for (int seed = 0; seed < PIECES; seed++) {
        List<CommandSequence<UffdCommand>> drawn =
            Campaigns.sequences(lives.current().environment(), seed, piece);
        encoded.add(BareWorker.encode(drawn));
        commands.add(Campaigns.commands(drawn));
      }
      Contestant alone =
          Contestant.timed(
              "worker alone, compiled",
              round -> {
                bare.execute(encoded.get(round % PIECES), 1);
                return commands.get(round % PIECES);
              });
      Contestant loop =
          Contestant.timed(
              "whole loop, from a worker's start",
              round -> {
                WorkerSut<UffdCommand> sut = round % PIECES == 0 ? lives.next() : lives.current();
                return new Campaigns<>(Tested.userfaultfd(), sut, reports, log)
                    .run(round % PIECES, piece)
                    .counts()
                    .commands();
              });
      Contestant.race(List.of(alone, loop), 0, LIVES * PIECES);
      Target.atLeast(
          "the same, with a new worker every " + options.recycleAfter() + " sequences",
          loop.overallRatioTo(alone),
          TARGET);
    }
  }

  /** One worker after the other. */
  private static final class Lives implements AutoCloseable {
    private final KernelOptions options;
    private WorkerSut<UffdCommand> current;

    private Lives(KernelOptions options) {
      this.options = options;
      this.current = KernelSut.start(options);
    }

    private WorkerSut<UffdCommand> current() {
      return current;
    }

    private WorkerSut<UffdCommand> next() {
      current.close();
      current = KernelSut.start(options);
      return current;
    }

    @Override
    public void close() {
      current.close();
    }
  }

  private static void race(
      WorkerSut<UffdCommand> sut, BareWorker bare, Campaigns<UffdState, UffdCommand> campaigns)
      throws IOException {
    List<List<CommandSequence<UffdCommand>>> drawn = new ArrayList<>();
    List<List<Frame>> encoded = new ArrayList<>();
    for (int round = -WARMUPS; round < ROUNDS; round++) {
      drawn.add(Campaigns.sequences(sut.environment(), round, SEQUENCES));
      encoded.add(BareWorker.encode(drawn.get(drawn.size() - 1)));
    }
    Contestant alone =
        Contestant.timed(
            "worker alone",
            round -> {
              bare.execute(encoded.get(WARMUPS + round), 1);
              return Campaigns.commands(drawn.get(WARMUPS + round));
            });
    Contestant decoded =
        Contestant.timed(
            "sent and decoded, not judged",
            round -> {
              sut.execute(drawn.get(WARMUPS + round), trace -> {});
              return Campaigns.commands(drawn.get(WARMUPS + round));
            });
    Contestant loop =
        Contestant.timed(
            "whole loop", round -> campaigns.run(round, SEQUENCES).counts().commands());
    Contestant.race(List.of(alone, decoded, loop), WARMUPS, ROUNDS);
    Target.atLeast("whole loop / worker alone", loop.ratioTo(alone), TARGET);
  }
}
