package org.pageproof.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Trace;

/**
 * A system that was harmed before it is tested: it dies where any like it does, but otherwise each
 * time. Fresh ones are as they should be.
 *
 * @param like what it is like
 */
record HarmedSystem<C extends Command>(SystemUnderTest<C> like) implements SystemUnderTest<C> {
  /** How it dies. */
  static final String DEATH = "kernel panic: Oops: of a harmed system";

  @Override
  public Environment environment() {
    return like.environment();
  }

  @Override
  public void execute(List<CommandSequence<C>> batch, Consumer<Trace<C>> onTrace) {
    like.execute(batch, trace -> onTrace.accept(otherwise(trace)));
  }

  private Trace<C> otherwise(Trace<C> trace) {
    List<Observation> seen = new ArrayList<>(trace.observations());
    int last = seen.size() - 1;
    if (!(seen.get(last).reply() instanceof Reply.Died)) {
      return trace;
    }
    seen.set(last, Observation.lost(new Reply.Died(DEATH), seen.get(last)));
    return new Trace<>(trace.environment(), trace.sequence(), seen);
  }

  @Override
  public SystemUnderTest<C> fresh() {
    return like.fresh();
  }

  @Override
  public void close() {
    like.close();
  }
}
