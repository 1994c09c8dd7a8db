package org.pageproof.properties.jqwik;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.pageproof.properties.Suite;
import org.pageproof.reference.AllowedStep;
import org.pageproof.reference.Oracle;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.sut.simulator.Simulator;
import org.pageproof.trace.TraceFile;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** What must hold of the simulator, the model and the codec for every sequence. */
class SimulatorLawsProperties {
  private final Suite<UffdState, UffdCommand> suite = Suite.userfaultfd(Profile.linux618());
  private final Oracle<UffdState, UffdCommand> oracle = new Oracle<>(suite.model());
  private final Simulator simulator = new Simulator(Profile.linux618(), Set.of(), "test");

  @Provide
  Arbitrary<CommandSequence<UffdCommand>> sequences() {
    return SequenceArbitrary.of(suite);
  }

  @Property(tries = 5000, shrinking = ShrinkingMode.OFF)
  void theSimulatorConforms(@ForAll("sequences") CommandSequence<UffdCommand> sequence) {
    assertThat(judge(simulator.execute(sequence))).isInstanceOf(Verdict.Conforms.class);
  }

  @Property(tries = 2000, shrinking = ShrinkingMode.OFF)
  void everySubSequenceRuns(
      @ForAll("sequences") CommandSequence<UffdCommand> sequence, @ForAll Random random) {
    List<UffdCommand> kept = new ArrayList<>(sequence.commands());
    kept.removeIf(command -> random.nextInt(3) == 0);
    Trace<UffdCommand> trace = simulator.execute(sequence.with(kept));

    assertThat(trace.observations()).hasSameSizeAs(kept);
    assertThat(judge(trace)).isInstanceOf(Verdict.Conforms.class);
  }

  @Property(tries = 2000, shrinking = ShrinkingMode.OFF)
  void aStoredTraceIsJudgedLikeTheOneThatWasSeen(
      @ForAll("sequences") CommandSequence<UffdCommand> sequence) {
    TraceFile<UffdCommand> file = new TraceFile<>(suite.codec());
    Trace<UffdCommand> trace = simulator.execute(sequence);
    Trace<UffdCommand> stored = file.decode(file.encode(trace));

    assertThat(stored).isEqualTo(trace);
    assertThat(judge(stored)).isEqualTo(judge(trace));
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void everyStateTheModelAllowsKeepsTheInvariants(
      @ForAll("sequences") CommandSequence<UffdCommand> sequence, @ForAll Random random) {
    UffdState state = suite.model().initialState(sequence.plan());
    for (UffdCommand command : sequence.commands()) {
      List<AllowedStep<UffdState>> steps = suite.model().allowed(state, command);
      for (AllowedStep<UffdState> step : steps) {
        assertThat(suite.model().brokenInvariants(step.next())).isEmpty();
      }
      state = steps.get(random.nextInt(steps.size())).next();
    }
  }

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void theSameSeedDrawsTheSameSequence(@ForAll long seed) {
    assertThat(draw(seed)).isEqualTo(draw(seed));
  }

  private CommandSequence<UffdCommand> draw(long seed) {
    return SequenceArbitrary.of(suite).generator(1000).next(new Random(seed)).value();
  }

  private Verdict judge(Trace<UffdCommand> trace) {
    return oracle.judge(trace, (state, command, rule) -> {});
  }
}
