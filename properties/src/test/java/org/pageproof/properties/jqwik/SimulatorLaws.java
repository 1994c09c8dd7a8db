package org.pageproof.properties.jqwik;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.pageproof.properties.Suite;
import org.pageproof.reference.AllowedStep;
import org.pageproof.reference.Oracle;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.trace.TraceFile;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Trace;

/** What must hold of a simulator, its model and codec for every sequence. */
abstract class SimulatorLaws<S, C extends Command> {
  private final Suite<S, C> suite;
  private final Oracle<S, C> oracle;
  private final SystemUnderTest<C> simulator;

  SimulatorLaws(Suite<S, C> suite, SystemUnderTest<C> simulator) {
    this.suite = suite;
    this.oracle = new Oracle<>(suite.model());
    this.simulator = simulator;
  }

  @Provide
  Arbitrary<CommandSequence<C>> sequences() {
    return SequenceArbitrary.of(suite);
  }

  @Property(tries = 5000, shrinking = ShrinkingMode.OFF)
  void theSimulatorConforms(@ForAll("sequences") CommandSequence<C> sequence) {
    assertThat(judge(simulator.execute(sequence))).isInstanceOf(Verdict.Conforms.class);
  }

  @Property(tries = 2000, shrinking = ShrinkingMode.OFF)
  void everySubSequenceRuns(
      @ForAll("sequences") CommandSequence<C> sequence, @ForAll Random random) {
    List<C> kept = new ArrayList<>(sequence.commands());
    kept.removeIf(command -> random.nextInt(3) == 0);
    Trace<C> trace = simulator.execute(sequence.with(kept));

    if (!ended(trace)) {
      assertThat(trace.observations()).hasSameSizeAs(kept);
    }
    assertThat(judge(trace)).isInstanceOf(Verdict.Conforms.class);
  }

  @Property(tries = 2000, shrinking = ShrinkingMode.OFF)
  void aStoredTraceIsJudgedLikeTheOneThatWasSeen(@ForAll("sequences") CommandSequence<C> sequence) {
    TraceFile<C> file = new TraceFile<>(suite.codec());
    Trace<C> trace = simulator.execute(sequence);
    Trace<C> stored = file.decode(file.encode(trace));

    assertThat(stored).isEqualTo(trace);
    assertThat(judge(stored)).isEqualTo(judge(trace));
  }

  @Property(tries = 1000, shrinking = ShrinkingMode.OFF)
  void everyStateTheModelAllowsKeepsTheInvariants(
      @ForAll("sequences") CommandSequence<C> sequence, @ForAll Random random) {
    S state = suite.model().initialState(sequence.plan());
    for (C command : sequence.commands()) {
      List<AllowedStep<S>> steps = suite.model().allowed(state, command);
      for (AllowedStep<S> step : steps) {
        assertThat(suite.model().brokenInvariants(step.next())).isEmpty();
      }
      state = steps.get(random.nextInt(steps.size())).next();
    }
  }

  @Property(tries = 500, shrinking = ShrinkingMode.OFF)
  void theSameSeedDrawsTheSameSequence(@ForAll long seed) {
    assertThat(draw(seed)).isEqualTo(draw(seed));
  }

  private CommandSequence<C> draw(long seed) {
    return SequenceArbitrary.of(suite).generator(1000).next(new Random(seed)).value();
  }

  /** Whether the simulated kernel died of the sequence. */
  private static boolean ended(Trace<?> trace) {
    List<Observation> seen = trace.observations();
    Reply last = seen.isEmpty() ? Reply.ZERO : seen.get(seen.size() - 1).reply();
    return last instanceof Reply.Died || last instanceof Reply.Hung;
  }

  private Verdict judge(Trace<C> trace) {
    return oracle.judge(trace, (state, command, rule) -> {});
  }
}
