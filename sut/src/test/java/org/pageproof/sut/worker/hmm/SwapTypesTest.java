package org.pageproof.sut.worker.hmm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.Pages;

/** Pagemap entries with the types that kernels have. */
class SwapTypesTest {
  private static final long SWAPPED = 1L << 62;
  private static final long PRESENT = 1L << 63;

  /** Linux 6.12. */
  private static final SwapTypes TWO_KINDS = new SwapTypes(27, 28, 29, 30);

  /** Linux 7.2. */
  private static final SwapTypes ONE_KIND = new SwapTypes(28, 29, 30, 30);

  @Test
  void tellsDeviceEntries() {
    assertThat(TWO_KINDS.of(SWAPPED | 0x1ffe0 | 27))
        .isEqualTo(Pages.SWAPPED | Pages.DEVICE | Pages.WRITABLE);
    assertThat(TWO_KINDS.of(SWAPPED | 28)).isEqualTo(Pages.SWAPPED | Pages.DEVICE);
  }

  @Test
  void tellsExclusiveEntries() {
    assertThat(TWO_KINDS.of(SWAPPED | 29))
        .isEqualTo(Pages.SWAPPED | Pages.EXCLUSIVE | Pages.WRITABLE);
    assertThat(TWO_KINDS.of(SWAPPED | 30)).isEqualTo(Pages.SWAPPED | Pages.EXCLUSIVE);
    assertThat(ONE_KIND.of(SWAPPED | 30)).isEqualTo(Pages.SWAPPED | Pages.EXCLUSIVE);
  }

  @Test
  void leavesOthersAlone() {
    assertThat(TWO_KINDS.of(SWAPPED | 3)).isEqualTo(Pages.SWAPPED);
    assertThat(TWO_KINDS.of(PRESENT | 27)).isEqualTo(Pages.PRESENT);
    assertThat(new SwapTypes(27, 28, SwapTypes.NONE, SwapTypes.NONE).of(SWAPPED | 31))
        .isEqualTo(Pages.SWAPPED);
  }
}
