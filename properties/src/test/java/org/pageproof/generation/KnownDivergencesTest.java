package org.pageproof.generation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.Profile;

/** A run can be steered around what is known to diverge. */
class KnownDivergencesTest {
  private static final int SEQUENCES = 3000;

  @Test
  void areMetUnlessTheyAreAvoided() {
    assertThat(count(KnownDivergences.REPORT)).isPositive();
  }

  @Test
  void areNeverMetWhereTheyAreAvoided() {
    assertThat(count(KnownDivergences.AVOID)).isZero();
  }

  private static int count(KnownDivergences known) {
    Drawn drawn = new Drawn(Profile.linux618(), UffdVocabulary.FULL, known, SEQUENCES);
    AtomicInteger met = new AtomicInteger();
    drawn.replay(
        (state, command, reply) -> {
          if (!drawn.model().tolerated(state, command).isEmpty()) {
            met.incrementAndGet();
          }
        });
    return met.get();
  }
}
