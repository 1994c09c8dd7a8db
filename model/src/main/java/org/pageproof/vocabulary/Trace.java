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
 * @param kernelLog the lines that the kernel logged when it got a new taint; empty if it got none,
 *     or if nobody looks at its log. Evidence for people: no verdict depends on it
 */
public record Trace<C extends Command>(
    Environment environment,
    CommandSequence<C> sequence,
    List<Observation> observations,
    List<String> kernelLog) {
  /** Copies the lists and checks that there are not more observations than commands. */
  public Trace {
    observations = List.copyOf(observations);
    kernelLog = List.copyOf(kernelLog);
    if (observations.size() > sequence.size()) {
      throw new IllegalArgumentException(
          observations.size() + " observations of " + sequence.size() + " commands");
    }
  }

  /** What was observed, without a log. */
  public Trace(
      Environment environment, CommandSequence<C> sequence, List<Observation> observations) {
    this(environment, sequence, observations, List.of());
  }

  /** The same trace, as of a campaign with this seed. */
  public Trace<C> withSeed(long seed) {
    return new Trace<>(environment.withSeed(seed), sequence, observations, kernelLog);
  }
}
