package org.pageproof.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.pageproof.reports.RunLog;
import org.pageproof.sut.simulator.Simulator;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * The whole loop on the simulator, as {@code pageproof run --sut simulator} has it, in one thread.
 * What counts is the processor time of the whole JVM, collection and compilation included: this is
 * what one core does in a second, even if others use the machine too. Beside it the simulator
 * alone, on the same sequences drawn beforehand.
 */
final class SimulatorBenchmark {
  private static final int SEQUENCES = 32 * 512;
  private static final int WARMUPS = 12;
  private static final int ROUNDS = 11;
  private static final double TARGET = 300_000;

  private SimulatorBenchmark() {}

  /** Runs the benchmark. */
  public static void main(String[] args) throws IOException {
    Path reports = Files.createTempDirectory("reports-");
    try (Simulator simulator = new Simulator(Profile.linux618(), Set.of(), "bench");
        RunLog log = RunLog.create(reports)) {
      race(simulator, new Campaigns(simulator, reports, log));
    }
  }

  private static void race(Simulator simulator, Campaigns campaigns) throws IOException {
    List<CommandSequence<UffdCommand>> drawn = new ArrayList<>();
    drawn.addAll(Campaigns.sequences(simulator.environment(), 0, SEQUENCES / 4));
    long commands = Campaigns.commands(drawn);
    Contestant alone =
        Contestant.timed(
            "simulator alone",
            round -> {
              simulator.execute(drawn, trace -> {});
              return commands;
            });
    Contestant loop =
        Contestant.timed(
            "whole loop on the simulator",
            round -> campaigns.run(round, SEQUENCES).counts().commands());
    Contestant.race(List.of(alone, loop), WARMUPS, ROUNDS);
    System.out.printf("whole loop / simulator alone: %.2f%n", loop.ratioTo(alone));
    Target.atLeast(
        "whole loop on the simulator, commands per second of processor time",
        1 / loop.cpuSeconds(),
        TARGET);
  }
}
