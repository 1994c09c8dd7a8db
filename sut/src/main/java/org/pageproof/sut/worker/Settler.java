package org.pageproof.sut.worker;

import org.pageproof.sut.jna.Libc;

/**
 * Waits after each command until nothing moves any more: every toucher is done, or asleep in a
 * fault or an event, and those asleep in faults are as many as the contexts count, those that only
 * the child still holds included. Read in that order: done flags, wait channels, counts. No outcome
 * depends on the hang limit.
 */
final class Settler {
  /**
   * Looks before the processor is offered to a thread that may be waiting for it. On the only
   * processor nothing moves while it looks.
   */
  private static final int EAGER_LOOKS = Touchers.isAlone() ? 1 : 32;

  private final Touchers touchers;
  private final DescriptorObserver descriptors;
  private final ChildSlot child;
  private final long hangLimitNs;

  Settler(Touchers touchers, DescriptorObserver descriptors, ChildSlot child, long hangLimitNs) {
    this.touchers = touchers;
    this.descriptors = descriptors;
    this.child = child;
    this.hangLimitNs = hangLimitNs;
  }

  /**
   * Waits; when it returns, the descriptors' counts are as read in the last look.
   *
   * @return the slots that are still busy, hence asleep; bit n is slot n
   * @throws HangException if the limit passes first
   */
  int settle() {
    long begin = 0;
    for (int looks = 1; ; looks++) {
      int busy = touchers.busySet();
      int asleepInFaults = busy == 0 ? 0 : asleepInFaults(busy);
      if (asleepInFaults >= 0) {
        descriptors.readCounts();
        if (busy == 0 || asleepInFaults == waiters()) {
          return busy;
        }
      }
      if (looks <= EAGER_LOOKS) {
        begin = looks == EAGER_LOOKS ? System.nanoTime() : 0;
      } else {
        Libc.sched_yield();
        checkLimit(begin, "not settled");
      }
    }
  }

  /**
   * Waits until every toucher is done.
   *
   * @throws HangException if the limit passes first
   */
  void awaitAllDone() {
    if (touchers.busySet() == 0) {
      return;
    }
    long begin = System.nanoTime();
    while (touchers.busySet() != 0) {
      Libc.sched_yield();
      checkLimit(begin, "clean-up: threads not released by close");
    }
  }

  private int waiters() {
    return descriptors.totalWaiters() + child.countOrphanWaiters();
  }

  /** The number of busy touchers asleep in faults, or -1 if one is not asleep. */
  private int asleepInFaults(int busy) {
    int asleep = 0;
    for (int rest = busy; rest != 0; rest &= rest - 1) {
      switch (touchers.where(Integer.numberOfTrailingZeros(rest))) {
        case IN_FAULT -> asleep++;
        case IN_EVENT -> {}
        case ELSEWHERE -> {
          return -1;
        }
      }
    }
    return asleep;
  }

  private void checkLimit(long begin, String problem) {
    if (System.nanoTime() - begin > hangLimitNs) {
      throw new HangException(
          problem
              + " after "
              + hangLimitNs / 1_000_000
              + " ms: "
              + touchers.describe()
              + "; "
              + descriptors.describeCounts()
              + ", held by the child alone "
              + child.countOrphanWaiters());
    }
  }
}
