package org.pageproof.generation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Profile;

/** A run can be steered around what is known to diverge. */
class KnownDivergencesTest {
  private static final int SEQUENCES = 3000;
  private static final Profile HMM = Profile.linux612().with(new MirrorDriver(4, 4));

  @Test
  void areMetUnlessTheyAreAvoided() {
    assertThat(userfaultfd(KnownDivergences.REPORT)).isPositive();
    assertThat(hmm(KnownDivergences.REPORT)).isPositive();
  }

  @Test
  void areNeverMetWhereTheyAreAvoided() {
    assertThat(userfaultfd(KnownDivergences.AVOID)).isZero();
    assertThat(hmm(KnownDivergences.AVOID)).isZero();
  }

  /** Each costs the restore of a guest. */
  @Test
  void fewSequencesDareToMeetWhatKillsTheKernel() {
    assertThat(hmm(KnownDivergences.REPORT)).isLessThan(SEQUENCES / 30);
  }

  private static int userfaultfd(KnownDivergences known) {
    return Drawn.userfaultfd(Profile.linux618(), UffdVocabulary.FULL, known, SEQUENCES)
        .meetingKnown();
  }

  private static int hmm(KnownDivergences known) {
    return Drawn.hmm(HMM, known, SEQUENCES).meetingKnown();
  }
}
