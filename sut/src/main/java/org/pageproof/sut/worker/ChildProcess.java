package org.pageproof.sut.worker;

import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;

/**
 * A forked child that sleeps, from its fork to its end. It holds a copy of the arena and a
 * reference to each descriptor that was open.
 */
final class ChildProcess {
  private final ChildMemory memory;
  private final long filePages;

  /**
   * The descriptor numbers that it shares with the parent's slots; none once the slot was closed.
   */
  private final int[] shared = new int[Observation.DESCRIPTORS];

  /** What it says of descriptors that were closed in the parent since. */
  private final @Nullable FdInfo[] orphans = new @Nullable FdInfo[Observation.DESCRIPTORS];

  /** Watches a process that was forked just now; {@code filePages} are those that files back. */
  ChildProcess(int pid, AddressPlan plan, DescriptorSlots slots, long filePages) {
    this.filePages = filePages;
    for (int slot = 0; slot < shared.length; slot++) {
      shared[slot] = slots.number(slot);
    }
    memory = new ChildMemory(pid, plan, EntryBits::usual);
  }

  /** Its pages as they are now. */
  Pages pages() {
    return memory.pages();
  }

  /** Whether a file backed the page when the child was forked. */
  boolean isFilePage(int page) {
    return (filePages >>> page & 1) != 0;
  }

  /** Stores a word at the start of a page. */
  Reply write(int page, long word) {
    return memory.store(page, word);
  }

  /** The parent has closed a slot: if the child holds the same context, it alone does now. */
  void parentClosed(int slot) {
    if (shared[slot] != DescriptorSlots.NO_DESCRIPTOR) {
      FdInfo orphan = new FdInfo(Integer.toString(memory.pid()), shared[slot]);
      orphan.read(); // the features, which stay what they are
      orphans[slot] = orphan;
      shared[slot] = DescriptorSlots.NO_DESCRIPTOR;
    }
  }

  /** The feature word of the context that only the child holds since this slot was closed, or 0. */
  long orphanFeatures(int slot) {
    FdInfo orphan = orphans[slot];
    return orphan == null ? 0 : orphan.features();
  }

  /** Counts the waiters of the contexts that only the child holds. */
  int countOrphanWaiters() {
    int sum = 0;
    for (FdInfo orphan : orphans) {
      if (orphan != null) {
        orphan.read();
        sum += orphan.total();
      }
    }
    return sum;
  }

  /** Kills it and waits until it is gone, and with it all that it held. */
  void reap() {
    memory.reap();
    for (FdInfo orphan : orphans) {
      if (orphan != null) {
        orphan.close();
      }
    }
  }
}
