package org.pageproof.sut.worker.hmm;

import java.util.Arrays;
import org.pageproof.sut.jna.Libc;
import org.pageproof.vocabulary.MirrorView;

/** Which descriptor number a mirror slot holds. */
final class MirrorSlots {
  /** The number that an empty slot stands for; it is never open. */
  private static final int NO_DESCRIPTOR = 1_000_000;

  private final int[] numbers = new int[MirrorView.MIRRORS];

  MirrorSlots() {
    Arrays.fill(numbers, NO_DESCRIPTOR);
  }

  /** The descriptor number, or one that is never open. */
  int number(int slot) {
    return numbers[slot];
  }

  boolean isOpen(int slot) {
    return numbers[slot] != NO_DESCRIPTOR;
  }

  /** Puts a new descriptor into the slot. */
  void put(int slot, int number) {
    numbers[slot] = number;
  }

  /** Empties the slot. */
  void clear(int slot) {
    numbers[slot] = NO_DESCRIPTOR;
  }

  /** Closes whatever is open. */
  void closeAll() {
    for (int slot = 0; slot < numbers.length; slot++) {
      if (isOpen(slot)) {
        Libc.close(numbers[slot]);
        clear(slot);
      }
    }
  }
}
