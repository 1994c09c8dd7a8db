package org.pageproof.generation;

import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.userfaultfd.UffdKind;

/**
 * What the sequences of one drawer like to do.
 *
 * @param weights how often each kind of command is drawn
 * @param regions how many region slots are used
 * @param descriptors how many descriptor slots are used
 * @param threads how many thread slots are used
 * @param misuse how many commands in a hundred are deliberately wrong
 */
record UffdSwarm(
    Map<UffdKind, Integer> weights, int regions, int descriptors, int threads, int misuse) {
  private static final int[] SWARM_FACTORS = {0, 1, 1, 3};
  private static final int[] MISUSE_PERCENT = {0, 3, 3, 15};

  /** Draws the preferences of one sequence. */
  static UffdSwarm draw(RandomGenerator random) {
    Dice dice = new Dice(random);
    Map<UffdKind, Integer> weights = new EnumMap<>(UffdKind.class);
    for (UffdKind kind : UffdKind.values()) {
      weights.put(kind, essential(kind) ? base(kind) : base(kind) * dice.oneOf(SWARM_FACTORS));
    }
    return new UffdSwarm(
        weights,
        1 + dice.below(AddressPlan.REGIONS),
        dice.percent(40) ? 1 : Observation.DESCRIPTORS,
        1 + dice.below(Observation.THREADS),
        dice.oneOf(MISUSE_PERCENT));
  }

  /** How often a kind is drawn, before the state has its say. */
  int weight(UffdKind kind) {
    return weights.getOrDefault(kind, 0);
  }

  /** Without these a sequence reaches nothing. */
  private static boolean essential(UffdKind kind) {
    return switch (kind) {
      case OPEN, MAP, REGISTER, TOUCH -> true;
      case WRITEPROTECT, SETFL, MISUSE, PROTECT, REMAP, FREE, FORK, REAP, CHILDWRITE -> false;
      case API, CLOSE, UNREGISTER, COPY, ZEROPAGE, WAKE, POLL, READ, UNMAP, DONTNEED -> false;
    };
  }

  private static int base(UffdKind kind) {
    return switch (kind) {
      case WRITEPROTECT, SETFL, MISUSE, PROTECT, REMAP, FREE, FORK, REAP, CHILDWRITE -> 0;
      case OPEN, MAP -> 4;
      case REGISTER -> 8;
      case TOUCH -> 24;
      case API, CLOSE, UNMAP, POLL -> 2;
      case UNREGISTER -> 4;
      case COPY -> 16;
      case ZEROPAGE -> 10;
      case WAKE, READ, DONTNEED -> 6;
    };
  }
}
