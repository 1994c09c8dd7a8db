package org.pageproof.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.Reply;

/** Values as reports name them. */
class ValueTextTest {
  /** What follows is the kernel's log, which has a file of its own. */
  @Test
  void ofALossOneLineIsEnough() {
    assertThat(ValueText.of(new Reply.Died("kernel panic: Oops\nRIP: 0010")))
        .isEqualTo("worker died: kernel panic: Oops");
    assertThat(ValueText.of(new Reply.Hung("no progress, and nothing runs\ntask:commander")))
        .isEqualTo("worker hangs: no progress, and nothing runs");
  }
}
