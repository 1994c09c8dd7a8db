package org.pageproof.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.pageproof.reference.hmm.HmmState;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.reports.RunLog;
import org.pageproof.sut.simulator.Simulator;
import org.pageproof.sut.simulator.hmm.HmmSimulator;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * The whole loop on the simulator, as {@code pageproof run --sut simulator} has it, in one thread.
 * What counts is the processor time of the whole JVM, collection and compilation included: this is
 * what one core does in a second, even if others use the machine too. Beside it the simulator
 * alone, on the same sequences drawn beforehand, and the whole loop of the HMM test driver.
 */
final class SimulatorBenchmark {
  private static final int SEQUENCES = 32 * 512;
  private static final int WARMUPS = 12;
  private static final int ROUNDS = 11;
  private static final double TARGET = 300_000;
  private static final double HMM_TARGET = 1;

  private SimulatorBenchmark() {}

  /** Runs the benchmark. */
  public static void main(String[] args) throws IOException {
    Path reports = Files.createTempDirectory("reports-");
    Profile profile = Profile.linux618();
    Profile mirrored =
        Profile.linux612().with(new MirrorDriver(MirrorDriver.NEWEST, MirrorDriver.DEVICE_SLOTS));
    try (Simulator simulator = new Simulator(profile, Set.of(), "bench");
        HmmSimulator hmm = new HmmSimulator(mirrored, Set.of(), "bench");
        RunLog log = RunLog.create(reports)) {
      race(
          simulator,
          new Campaigns<>(Tested.userfaultfd(), simulator, reports, log),
          new Campaigns<>(Tested.hmm(), hmm, reports, log));
    }
  }

  private static void race(
      Simulator simulator,
      Campaigns<UffdState, UffdCommand> campaigns,
      Campaigns<HmmState, HmmCommand> hmmCampaigns)
      throws IOException {
    List<CommandSequence<UffdCommand>> drawn =
        Campaigns.sequences(simulator.environment(), 0, SEQUENCES / 4);
    long commands = Campaigns.commands(drawn);
    Contestant alone =
        Contestant.timed(
            "simulator alone",
            round -> {
              simulator.execute(drawn, trace -> {});
              return commands;
            });
    Contestant loop = loop("whole loop on the simulator", campaigns);
    Contestant hmmLoop = loop("the same for hmm", hmmCampaigns);
    Contestant.race(List.of(alone, loop, hmmLoop), WARMUPS, ROUNDS);
    System.out.printf("whole loop / simulator alone: %.2f%n", loop.ratioTo(alone));
    Target.atLeast(
        "whole loop on the simulator, commands per second of processor time",
        1 / loop.cpuSeconds(),
        TARGET);
    Target.atLeast(
        "whole loop of hmm / of userfaultfd, commands per second of processor time",
        loop.cpuSeconds() / hmmLoop.cpuSeconds(),
        HMM_TARGET);
  }

  private static Contestant loop(String name, Campaigns<?, ?> campaigns) {
    return Contestant.timed(name, round -> campaigns.run(round, SEQUENCES).counts().commands());
  }
}
