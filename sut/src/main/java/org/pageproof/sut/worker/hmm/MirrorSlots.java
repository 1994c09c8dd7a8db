package org.pageproof.sut.worker.hmm;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.worker.ProcFile;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.MirrorView;

/**
 * Which descriptors the mirror slots hold, and empty mirrors for later sequences. Closing a mirror
 * makes the kernel look at each page of its device's memory, which takes milliseconds. So a mirror
 * that a sequence has left open is used again, where the kernel would make the same: one without
 * entries or flags.
 */
final class MirrorSlots {
  /** The number that an empty slot stands for; it is never open. */
  private static final int NO_DESCRIPTOR = 1_000_000;

  /** How many mirrors of a device are kept: all of them are told of each change of page tables. */
  private static final int KEPT = 2;

  private final int[] numbers = new int[MirrorView.MIRRORS];
  private final int[] devices = new int[MirrorView.MIRRORS];
  private final boolean[] flagged = new boolean[MirrorView.MIRRORS];
  private final boolean[] asked = new boolean[MirrorView.MIRRORS];
  private final boolean[] used = new boolean[MirrorDriver.DEVICE_SLOTS];
  private final List<Deque<Integer>> kept = new ArrayList<>();

  MirrorSlots() {
    Arrays.fill(numbers, NO_DESCRIPTOR);
    for (int device = 0; device < MirrorDriver.DEVICE_SLOTS; device++) {
      kept.add(new ArrayDeque<>());
    }
  }

  /** The descriptor number, or one that is never open. */
  int number(int slot) {
    return numbers[slot];
  }

  boolean isOpen(int slot) {
    return numbers[slot] != NO_DESCRIPTOR;
  }

  /**
   * Fills an empty slot with a mirror of a device; false and errno if it cannot be opened.
   *
   * @param forked whether there is a child, which has descriptors of the mirrors that are kept:
   *     closing such a one here would not be the end of the mirror
   */
  boolean open(int slot, int device, boolean forked) {
    Integer empty = forked ? null : kept.get(device).poll();
    int fd = empty != null ? empty : MirrorCalls.openDevice(device);
    if (fd < 0) {
      return false;
    }
    numbers[slot] = fd;
    devices[slot] = device;
    used[device] = true;
    flagged[slot] = false;
    asked[slot] = false;
    return true;
  }

  /** Whether a mirror of the device was opened in this sequence. */
  boolean isUsed(int device) {
    return used[device];
  }

  /** Says that the mirror's flags may not be 0 any more. */
  void flag(int slot) {
    flagged[slot] = true;
  }

  /** Says that the mirror was asked for exclusive pages. */
  void askExclusive(int slot) {
    asked[slot] = true;
  }

  /** Whether the mirror of a slot may have pages exclusively. */
  boolean mayBeExclusive(int slot) {
    return isOpen(slot) && asked[slot];
  }

  /** Empties a slot whose descriptor was closed. */
  void clear(int slot) {
    numbers[slot] = NO_DESCRIPTOR;
  }

  /** Keeps or closes whatever is open; nothing of the arena may be mirrored any more. */
  void clearAll() {
    for (int slot = 0; slot < numbers.length; slot++) {
      if (isOpen(slot)) {
        Deque<Integer> same = kept.get(devices[slot]);
        if (flagged[slot] || same.size() == KEPT) {
          Libc.close(numbers[slot]);
        } else {
          same.push(ProcFile.moved(numbers[slot], MirrorCalls.DEVICE + devices[slot]));
        }
        clear(slot);
      }
    }
    Arrays.fill(used, false);
  }

  /** The number of mirrors that are kept. */
  int countKept() {
    return kept.stream().mapToInt(Deque::size).sum();
  }
}
