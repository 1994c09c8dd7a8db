package org.pageproof.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.UffdKind;

/**
 * What the sequences of one drawer like to do.
 *
 * @param weights how often each kind of command is drawn, in the order of {@link UffdKind#values()}
 * @param forks whether there is a child at all
 * @param regions how many region slots are used
 * @param descriptors how many descriptor slots are used
 * @param threads how many thread slots are used
 * @param misuse how many commands in a hundred are deliberately wrong
 * @param features what the handshakes ask for
 * @param mixed whether some contexts raise signals and some do not
 * @param modes the usual modes of registrations
 */
record UffdSwarm(
    List<Integer> weights,
    boolean forks,
    int regions,
    int descriptors,
    int threads,
    int misuse,
    long features,
    boolean mixed,
    long modes) {
  private static final int[] SWARM_FACTORS = {0, 1, 1, 3};
  private static final int[] MISUSE_PERCENT = {0, 3, 3, 15};
  private static final int FORKING_PERCENT = 8; // a fork costs about a millisecond

  /** Draws the preferences of one sequence. */
  static UffdSwarm draw(RandomGenerator random, Profile profile, UffdVocabulary vocabulary) {
    Dice dice = new Dice(random);
    boolean mixed = dice.percent(3);
    long features = features(dice) | (mixed ? Api.FEATURE_SIGBUS : 0);
    boolean forks = dice.percent(FORKING_PERCENT);
    return new UffdSwarm(
        weights(dice, vocabulary, forks),
        forks,
        1 + dice.below(AddressPlan.REGIONS),
        dice.percent(40) && !mixed ? 1 : Observation.DESCRIPTORS,
        1 + dice.below(Observation.THREADS),
        dice.oneOf(MISUSE_PERCENT),
        vocabulary.isModern() ? features & profile.features() : 0,
        mixed,
        modes(dice, profile));
  }

  private static List<Integer> weights(Dice dice, UffdVocabulary vocabulary, boolean forks) {
    List<Integer> weights = new ArrayList<>();
    for (UffdKind kind : UffdKind.values()) {
      int weight = essential(kind) ? base(kind) : base(kind) * dice.oneOf(SWARM_FACTORS);
      boolean drawn = vocabulary.has(kind) && (forks || !aboutTheChild(kind));
      weights.add(drawn ? weight : 0);
    }
    return weights;
  }

  /** Each feature often alone, so that its effect is not hidden by another's. */
  private static long features(Dice dice) {
    if (dice.percent(50)) {
      return 0;
    }
    long features = dice.percent(40) ? Api.FEATURE_SIGBUS : 0;
    features |= dice.percent(30) ? Api.FEATURE_THREAD_ID : 0;
    features |= dice.percent(30) ? Api.FEATURE_EXACT_ADDRESS : 0;
    features |= dice.percent(60) ? Api.FEATURE_WP_UNPOPULATED : 0;
    return features;
  }

  private static long modes(Dice dice, Profile profile) {
    long both = Register.MODE_MISSING | Register.MODE_WP;
    return profile.protectsPages()
        ? dice.oneOf(Register.MODE_MISSING, Register.MODE_WP, both, both)
        : Register.MODE_MISSING;
  }

  /** How often a kind is drawn, before the state has its say. */
  int weight(int kind) {
    return weights.get(kind);
  }

  /** Without these a sequence reaches nothing. */
  private static boolean essential(UffdKind kind) {
    return switch (kind) {
      case OPEN, MAP, REGISTER, TOUCH, FORK, REAP, CHILDWRITE -> true;
      case API, CLOSE, UNREGISTER, COPY, ZEROPAGE, WRITEPROTECT, WAKE, POLL, READ -> false;
      case SETFL, MISUSE, UNMAP, PROTECT, REMAP, DONTNEED, FREE -> false;
    };
  }

  private static boolean aboutTheChild(UffdKind kind) {
    return kind == UffdKind.FORK || kind == UffdKind.REAP || kind == UffdKind.CHILDWRITE;
  }

  private static int base(UffdKind kind) {
    return switch (kind) {
      case OPEN, MAP, UNREGISTER, FORK -> 4;
      case PROTECT -> 5;
      case REGISTER -> 8;
      case TOUCH -> 24;
      case API, CLOSE, UNMAP, POLL, REMAP, FREE -> 2;
      case COPY -> 16;
      case ZEROPAGE, WRITEPROTECT -> 10;
      case WAKE, READ, DONTNEED -> 6;
      case SETFL, MISUSE, REAP, CHILDWRITE -> 1;
    };
  }
}
