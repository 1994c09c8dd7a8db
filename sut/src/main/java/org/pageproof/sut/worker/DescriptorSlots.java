package org.pageproof.sut.worker;

import java.util.Arrays;
import org.pageproof.sut.jna.Libc;
import org.pageproof.vocabulary.Observation;

/** Which descriptor number a slot holds. */
final class DescriptorSlots {
  /** The number that an empty slot stands for; it is never open. */
  static final int NO_DESCRIPTOR = 1_000_000;

  private final int[] numbers = new int[Observation.DESCRIPTORS];
  private final int[] statusFlags = new int[Observation.DESCRIPTORS];

  DescriptorSlots() {
    Arrays.fill(numbers, NO_DESCRIPTOR);
  }

  /** The descriptor number, or {@link #NO_DESCRIPTOR}. */
  int number(int slot) {
    return numbers[slot];
  }

  boolean isOpen(int slot) {
    return numbers[slot] != NO_DESCRIPTOR;
  }

  /** Whether a read may wait: the descriptor was created without O_NONBLOCK. */
  boolean isBlocking(int slot) {
    return (statusFlags[slot] & Libc.O_NONBLOCK) == 0;
  }

  /** Puts a new descriptor into the slot; {@code flags} is what F_GETFL says. */
  void put(int slot, int number, int flags) {
    numbers[slot] = number;
    statusFlags[slot] = flags;
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
