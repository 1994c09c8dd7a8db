package org.pageproof.sut;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Trace;

/** Executes command sequences, each from the same empty state, and observes every step. */
public interface SystemUnderTest<C extends Command> extends AutoCloseable {
  /** Where the sequences run; its profile is what the model expects. */
  Environment environment();

  /** What its kernel said of itself when the first worker started; empty if there is none. */
  default Optional<KernelState> kernel() {
    return Optional.empty();
  }

  /**
   * Executes sequences one after another and hands on each trace as soon as it is there, in order.
   * Judging one trace may overlap with executing the next.
   *
   * @throws HarnessException if the machinery fails, as opposed to the system under test
   */
  void execute(List<CommandSequence<C>> batch, Consumer<Trace<C>> onTrace);

  /**
   * What was handed on last left its system in a state that nobody can foretell. What is executed
   * next runs in a system like new, if this one can have another; what was under way is executed
   * again there. May be called while a trace is handed on.
   */
  default void distrust() {}

  /** Executes one sequence. */
  default Trace<C> execute(CommandSequence<C> sequence) {
    List<Trace<C>> traces = new ArrayList<>(1);
    execute(List.of(sequence), traces::add);
    return traces.get(0);
  }

  /** A new instance of the same kind in which nothing has run yet, for confirmations. */
  SystemUnderTest<C> fresh();

  @Override
  void close();
}
