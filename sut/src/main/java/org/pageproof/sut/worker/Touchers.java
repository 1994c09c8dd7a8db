package org.pageproof.sut.worker;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.userfaultfd.Protect.Protection;

/** The thread slots, and where each of them sleeps. */
final class Touchers {
  /** Where a busy toucher is. */
  enum Where {
    /** Asleep in a page fault that a userfaultfd handles. */
    IN_FAULT,
    /** Asleep in an event that waits to be read. */
    IN_EVENT,
    /** Anywhere else: running, or about to be. */
    ELSEWHERE
  }

  private static final String FAULT = "handle_userfault";
  private static final String EVENT = "userfaultfd_event_wait_completion";
  private static final int WCHAN_BYTES = 64;
  private static final long START_LIMIT_NS = 10_000_000_000L;

  private final List<ToucherThread> threads = new ArrayList<>();
  private final List<ProcFile> waitChannels = new ArrayList<>();

  /** Starts the threads and waits until each has been seen asleep, idle. */
  Touchers() {
    for (int slot = 0; slot < Observation.THREADS; slot++) {
      ToucherThread thread = new ToucherThread(slot);
      thread.start();
      threads.add(thread);
    }
    long deadline = System.nanoTime() + START_LIMIT_NS;
    for (ToucherThread thread : threads) {
      while (thread.tid() == 0) {
        checkStart(deadline, "a thread did not start");
      }
      waitChannels.add(new ProcFile("/proc/self/task/" + thread.tid() + "/wchan", WCHAN_BYTES));
    }
    for (int slot = 0; slot < threads.size(); slot++) {
      while (waitChannel(slot).equals("0")) {
        checkStart(
            deadline,
            "/proc/self/task/*/wchan names no wait channel: the kernel needs CONFIG_KALLSYMS");
      }
    }
  }

  private static void checkStart(long deadline, String problem) {
    if (System.nanoTime() - deadline > 0) {
      throw new HarnessException(problem);
    }
    Libc.sched_yield();
  }

  /** Whether they and the commander share the only processor, as in a guest. */
  static boolean isAlone() {
    return Runtime.getRuntime().availableProcessors() == 1;
  }

  /** The thread of a slot. */
  ToucherThread get(int slot) {
    return threads.get(slot);
  }

  /** The slots that are busy; bit n is slot n. */
  int busySet() {
    int busy = 0;
    for (int slot = 0; slot < threads.size(); slot++) {
      busy |= threads.get(slot).isBusy() ? 1 << slot : 0;
    }
    return busy;
  }

  /** The arena pages that threads are blocked on in user mode; bit n is page n. */
  long userModePages(AddressPlan plan) {
    long pages = 0;
    for (ToucherThread thread : threads) {
      if (thread.isBusy() && thread.access().isUserMode()) {
        pages |= 1L << plan.arenaPageOf(thread.address());
      }
    }
    return pages;
  }

  /**
   * The arena pages that threads are blocked on in a user-mode access that this protection forbids;
   * bit n is page n.
   */
  long forbiddenPages(AddressPlan plan, Protection protection) {
    long pages = 0;
    for (ToucherThread thread : threads) {
      if (thread.isBusy() && thread.access().isUserMode() && !protection.permits(thread.access())) {
        pages |= 1L << plan.arenaPageOf(thread.address());
      }
    }
    return pages;
  }

  /** The slot of a thread id as messages report it. */
  int slotOf(int tid) {
    if (tid == 0) {
      return Message.NO_THREAD;
    }
    for (int slot = 0; slot < threads.size(); slot++) {
      if (threads.get(slot).tid() == tid) {
        return slot;
      }
    }
    return Message.FOREIGN_THREAD;
  }

  /**
   * Where a thread is. The kernel names a wait channel only for a thread that was switched out, so
   * one that a waker made runnable does not look asleep until it sleeps again.
   */
  Where where(int slot) {
    ProcFile file = waitChannels.get(slot);
    int length = file.read();
    if (startsWith(file, length, FAULT)) {
      return Where.IN_FAULT;
    }
    return startsWith(file, length, EVENT) ? Where.IN_EVENT : Where.ELSEWHERE;
  }

  /** The name of a thread's wait channel, {@code 0} if it is not asleep. */
  String waitChannel(int slot) {
    return waitChannels.get(slot).text();
  }

  /** What each thread does, for people. */
  String describe() {
    StringBuilder text = new StringBuilder();
    for (int slot = 0; slot < threads.size(); slot++) {
      ToucherThread thread = threads.get(slot);
      text.append(slot == 0 ? "" : ", ").append('t').append(slot).append(' ');
      if (thread.isBusy()) {
        text.append(thread.access()).append(" 0x").append(Long.toHexString(thread.address()));
        text.append(" in ").append(waitChannel(slot));
      } else {
        text.append("idle");
      }
    }
    return text.toString();
  }

  private static boolean startsWith(ProcFile file, int length, String name) {
    if (length < name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (file.bytes().get(i) != name.charAt(i)) {
        return false;
      }
    }
    return true;
  }
}
