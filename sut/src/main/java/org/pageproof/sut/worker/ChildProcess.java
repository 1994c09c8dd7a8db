package org.pageproof.sut.worker;

import org.jspecify.annotations.Nullable;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;

/**
 * A forked child that sleeps, from its fork to its end. It holds a copy of the arena and a
 * reference to each descriptor that was open.
 */
final class ChildProcess {
  private static final Errno EINTR = new Errno(4);

  private final AddressPlan plan;
  private final int pid;
  private final ProcFile pagemap;
  private final ProcFile memory;
  private final PageObserver pages;
  private final long filePages;

  /**
   * The descriptor numbers that it shares with the parent's slots; none once the slot was closed.
   */
  private final int[] shared = new int[Observation.DESCRIPTORS];

  /** What it says of descriptors that were closed in the parent since. */
  private final @Nullable FdInfo[] orphans = new @Nullable FdInfo[Observation.DESCRIPTORS];

  /** Watches a process that was forked just now; {@code filePages} are those that files back. */
  ChildProcess(int pid, AddressPlan plan, DescriptorSlots slots, long filePages) {
    this.pid = pid;
    this.plan = plan;
    this.filePages = filePages;
    for (int slot = 0; slot < shared.length; slot++) {
      shared[slot] = slots.number(slot);
    }
    pagemap = new ProcFile("/proc/" + pid + "/pagemap", AddressPlan.PAGE_SIZE);
    memory = ProcFile.writable("/proc/" + pid + "/mem", AddressPlan.PAGE_SIZE);
    pages = new PageObserver(plan, pagemap, memory);
  }

  /** Its pages as they are now; all are fetched, none lies in this process. */
  Pages pages() {
    return pages.observe(0);
  }

  /** Whether a file backed the page when the child was forked. */
  boolean isFilePage(int page) {
    return (filePages >>> page & 1) != 0;
  }

  /** Stores a word at the start of a page. */
  Reply write(int page, long word) {
    return memory.write(plan.address(page), word);
  }

  /** The parent has closed a slot: if the child holds the same context, it alone does now. */
  void parentClosed(int slot) {
    if (shared[slot] != DescriptorSlots.NO_DESCRIPTOR) {
      FdInfo orphan = new FdInfo(Integer.toString(pid), shared[slot]);
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
    if (Libc.kill(pid, Libc.SIGKILL) != 0) {
      throw new HarnessException("the child cannot be killed: " + Libc.errno());
    }
    awaitEnd(pid, 0);
    pagemap.close();
    memory.close();
    for (FdInfo orphan : orphans) {
      if (orphan != null) {
        orphan.close();
      }
    }
  }

  /** waitpid(2): the end of a child, whose status goes to an address if that is not 0. */
  static void awaitEnd(int pid, long status) {
    while (Libc.waitpid(pid, status, Libc.WALL) != pid) {
      Errno errno = Libc.errno();
      if (!errno.equals(EINTR)) {
        throw new HarnessException("the child cannot be waited for: " + errno);
      }
    }
  }
}
