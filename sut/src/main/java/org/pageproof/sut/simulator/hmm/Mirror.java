package org.pageproof.sut.simulator.hmm;

import org.jspecify.annotations.Nullable;

/**
 * A mirror: a device's page table for the memory of the process that opened it. Its entries point
 * to frames without a reference, and rely on the notifier to be erased in time.
 */
final class Mirror {
  /** What an entry lets the device do: the tags of the driver's entries. */
  enum Access {
    READ,
    WRITE,
    EXCLUSIVE
  }

  private final Device device;
  private final AddressSpace space;
  private final @Nullable Frame[] frames;
  private final Access[] accesses;
  private int exclusivePages;
  private boolean exclusiveChanged;
  private int references = 1;
  private boolean failsAllocation;
  private boolean closed;

  Mirror(Device device, AddressSpace space) {
    this.device = device;
    this.space = space;
    this.frames = new @Nullable Frame[space.table().size()];
    this.accesses = new Access[frames.length];
  }

  Device device() {
    return device;
  }

  /** The memory that it mirrors. */
  AddressSpace space() {
    return space;
  }

  /** The frame of an entry; null if there is none. */
  @Nullable Frame frame(int page) {
    return page >= 0 && page < frames.length ? frames[page] : null;
  }

  boolean isWritable(int page) {
    return frame(page) != null && accesses[page] == Access.WRITE;
  }

  boolean isExclusive(int page) {
    return frame(page) != null && accesses[page] == Access.EXCLUSIVE;
  }

  /** How many pages the device believes to have exclusively. */
  int exclusivePages() {
    return exclusivePages;
  }

  /** Whether exclusive entries came or went since this was last asked. */
  boolean takeExclusiveChanged() {
    boolean changed = exclusiveChanged;
    exclusiveChanged = false;
    return changed;
  }

  /** Makes an entry in place of what was there. */
  void store(int page, Frame frame, Access access) {
    erase(page);
    frames[page] = frame;
    accesses[page] = access;
    if (access == Access.EXCLUSIVE) {
      exclusivePages++;
      exclusiveChanged = true;
    }
  }

  void erase(int page) {
    if (isExclusive(page)) {
      exclusivePages--;
      exclusiveChanged = true;
    }
    if (page < frames.length) {
      frames[page] = null;
    }
  }

  /** Hears that entries of [start, end) change. The driver erases the page at the end, too. */
  void invalidate(int start, int end) {
    for (int page = start; page <= end && page < frames.length; page++) {
      if (frames[page] != null) {
        erase(page);
      }
    }
  }

  /** A child got a copy of the descriptor. */
  void get() {
    references++;
  }

  /** Gives a descriptor back, and says whether it was the last one. */
  boolean put() {
    references--;
    return references == 0;
  }

  void setFailsAllocation(boolean fails) {
    failsAllocation = fails;
  }

  /** Whether the next allocation is to fail; asked once for each. */
  boolean takeFailure() {
    boolean fails = failsAllocation;
    failsAllocation = false;
    return fails;
  }

  void close() {
    closed = true;
  }

  /** Whether the driver has freed it. */
  boolean isClosed() {
    return closed;
  }
}
