package org.pageproof.vocabulary;

import java.util.List;

/**
 * A command sequence, where it ran, and what was observed: the reproducer. It can be judged without
 * any system under test.
 *
 * @param environment where it ran
 * @param sequence what was executed
 * @param observations one for each executed command; fewer than commands if the worker died or
 *     hung, and then the last one says so
 */
public record Trace<C extends Command>(
    Environment environment, CommandSequence<C> sequence, List<Observation> observations) {
  /** Copies the list and checks that there are not more observations than commands. */
  public Trace {
    observations = List.copyOf(observations);
    if (observations.size() > sequence.size()) {
      throw new IllegalArgumentException(
          observations.size() + " observations of " + sequence.size() + " commands");
    }
  }
}
