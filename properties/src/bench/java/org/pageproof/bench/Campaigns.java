package org.pageproof.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.pageproof.properties.Campaign;
import org.pageproof.properties.CampaignOptions;
import org.pageproof.properties.Conformance;
import org.pageproof.properties.RunRecorder;
import org.pageproof.properties.Suite;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.reports.DivergenceFolder;
import org.pageproof.reports.InconclusiveTraces;
import org.pageproof.reports.InterfaceReports;
import org.pageproof.reports.RunListener;
import org.pageproof.reports.RunSummary;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.trace.UffdCommandCodec;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** Campaigns as {@code pageproof run} has them: drawn, executed, judged, counted. */
final class Campaigns {
  private final SystemUnderTest<UffdCommand> sut;
  private final Suite<UffdState, UffdCommand> suite;
  private final Path reports;
  private final RunListener events;

  /** Campaigns on this system; what they find is written to a directory. */
  Campaigns(SystemUnderTest<UffdCommand> sut, Path reports, RunListener events) {
    this.sut = sut;
    this.suite = Suite.userfaultfd(sut.environment().profile());
    this.reports = reports;
    this.events = events;
  }

  /** Runs a campaign from its first draw to its summary. */
  RunSummary run(long seed, long sequences) {
    RunRecorder<UffdState, UffdCommand> recorder =
        new RunRecorder<>(
            suite.model(),
            events,
            new DivergenceFolder<>(reports, InterfaceReports.userfaultfd()),
            new InconclusiveTraces<>(reports, new UffdCommandCodec()),
            "bench",
            seed,
            Set.of(),
            System::nanoTime);
    Conformance<UffdState, UffdCommand> conformance =
        new Conformance<>(suite, sut, recorder, any -> true, () -> false);
    new Campaign<>(
            CampaignOptions.ofTries(seed, sequences),
            suite,
            conformance,
            recorder,
            System::nanoTime,
            () -> false)
        .run();
    return recorder.finish(suite.model().rules().size());
  }

  /** The sequences of the campaign with this seed on a system in such an environment. */
  static List<CommandSequence<UffdCommand>> sequences(
      Environment environment, long seed, int sequences) {
    Drawn drawn = new Drawn(environment);
    new Campaigns(drawn, Path.of("never-written"), event -> {}).run(seed, sequences);
    return drawn.sequences;
  }

  /** How many commands there are in sequences. */
  static long commands(List<CommandSequence<UffdCommand>> sequences) {
    return sequences.stream().mapToLong(CommandSequence::size).sum();
  }

  /** Executes nothing and keeps what it was to execute. */
  private static final class Drawn implements SystemUnderTest<UffdCommand> {
    private final Environment environment;
    private final List<CommandSequence<UffdCommand>> sequences = new ArrayList<>();

    private Drawn(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Environment environment() {
      return environment;
    }

    @Override
    public void execute(
        List<CommandSequence<UffdCommand>> batch, Consumer<Trace<UffdCommand>> onTrace) {
      sequences.addAll(batch);
    }

    @Override
    public Drawn fresh() {
      return new Drawn(environment);
    }

    @Override
    public void close() {}
  }
}
