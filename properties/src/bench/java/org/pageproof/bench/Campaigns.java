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
import org.pageproof.reports.DivergenceFolder;
import org.pageproof.reports.InconclusiveTraces;
import org.pageproof.reports.RunListener;
import org.pageproof.reports.RunSummary;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** Campaigns as {@code pageproof run} has them: drawn, executed, judged, counted. */
final class Campaigns<S, C extends Command> {
  private final Tested<S, C> tested;
  private final SystemUnderTest<C> sut;
  private final Suite<S, C> suite;
  private final Path reports;
  private final RunListener events;

  /** Campaigns on this system; what they find is written to a directory. */
  Campaigns(Tested<S, C> tested, SystemUnderTest<C> sut, Path reports, RunListener events) {
    this.tested = tested;
    this.sut = sut;
    this.suite = tested.suites().apply(sut.environment().profile());
    this.reports = reports;
    this.events = events;
  }

  /** Runs a campaign from its first draw to its summary. */
  RunSummary run(long seed, long sequences) {
    return run(CampaignOptions.ofTries(seed, sequences));
  }

  private RunSummary run(CampaignOptions options) {
    RunRecorder<S, C> recorder =
        new RunRecorder<>(
            suite.model(),
            events,
            new DivergenceFolder<>(reports, tested.reports()),
            new InconclusiveTraces<>(reports, tested.reports().codec()),
            "bench",
            options.seed(),
            Set.of(),
            System::nanoTime);
    Conformance<S, C> conformance =
        new Conformance<>(suite, sut, recorder, any -> true, () -> false);
    new Campaign<>(options, suite, conformance, recorder, System::nanoTime, () -> false).run();
    return recorder.finish(suite.model().rules().size());
  }

  /** The sequences of a campaign on userfaultfd in such an environment. */
  static List<CommandSequence<UffdCommand>> sequences(
      Environment environment, long seed, int sequences) {
    return sequences(Tested.userfaultfd(), environment, CampaignOptions.ofTries(seed, sequences));
  }

  /** The sequences of a campaign on a system in such an environment. */
  static <S, C extends Command> List<CommandSequence<C>> sequences(
      Tested<S, C> tested, Environment environment, CampaignOptions options) {
    Drawn<C> drawn = new Drawn<>(environment);
    new Campaigns<>(tested, drawn, Path.of("never-written"), event -> {}).run(options);
    return drawn.sequences;
  }

  /** How many commands there are in sequences. */
  static <C extends Command> long commands(List<CommandSequence<C>> sequences) {
    return sequences.stream().mapToLong(CommandSequence::size).sum();
  }

  /** Executes nothing and keeps what it was to execute. */
  private static final class Drawn<C extends Command> implements SystemUnderTest<C> {
    private final Environment environment;
    private final List<CommandSequence<C>> sequences = new ArrayList<>();

    private Drawn(Environment environment) {
      this.environment = environment;
    }

    @Override
    public Environment environment() {
      return environment;
    }

    @Override
    public void execute(List<CommandSequence<C>> batch, Consumer<Trace<C>> onTrace) {
      sequences.addAll(batch);
    }

    @Override
    public Drawn<C> fresh() {
      return new Drawn<>(environment);
    }

    @Override
    public void close() {}
  }
}
