package org.pageproof.sut.simulator;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.userfaultfd.Protect;
import org.pageproof.vocabulary.userfaultfd.Touch;

/** The threads that touch memory, and what of them decides whether a command is withheld. */
final class Threads {
  private final AddressPlan plan;
  private final SimulatedThread[] threads = new SimulatedThread[Observation.THREADS];

  Threads(AddressPlan plan) {
    this.plan = plan;
    for (int slot = 0; slot < threads.length; slot++) {
      threads[slot] = new SimulatedThread(slot);
    }
  }

  int count() {
    return threads.length;
  }

  SimulatedThread get(int slot) {
    return threads[slot];
  }

  /** Whether a thread is blocked in an access of user code to one of these pages. */
  boolean isUserWaitingIn(long pages) {
    for (SimulatedThread thread : threads) {
      Touch access = thread.access();
      if (access != null && access.access().isUserMode() && isIn(pages, access)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a thread is blocked in an access of user code. */
  boolean isUserWaiting() {
    return isUserWaitingIn(-1L);
  }

  /** Whether a user's access to one of these pages is blocked that would then be forbidden. */
  boolean isUserWaitingAgainst(Protect.Protection protection, long pages) {
    for (SimulatedThread thread : threads) {
      Touch access = thread.access();
      if (access != null
          && access.access().isUserMode()
          && !protection.permits(access.access())
          && isIn(pages, access)) {
        return true;
      }
    }
    return false;
  }

  private boolean isIn(long pages, Touch access) {
    return (pages >>> plan.arenaPage(access.region(), access.page()) & 1) != 0;
  }
}
