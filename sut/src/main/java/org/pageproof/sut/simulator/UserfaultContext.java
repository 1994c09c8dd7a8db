package org.pageproof.sut.simulator;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.userfaultfd.Open;

/**
 * What a userfaultfd descriptor stands for. Its messages are its waiters: a waiter is pending until
 * its message is read and stays queued until it is woken (fs/userfaultfd.c, fault_pending_wqh and
 * fault_wqh).
 */
final class UserfaultContext {
  private static final long FEATURE_SIGBUS = 1L << 7;
  private static final long FEATURE_THREAD_ID = 1L << 8;
  private static final long FEATURE_WP_ASYNC = 1L << 15;

  private final int flags;
  private long features;
  private final List<Waiter> pending = new ArrayList<>(3);
  private final List<Waiter> read = new ArrayList<>(3);

  /** A context that has not had its handshake yet. */
  UserfaultContext(int flags) {
    this.flags = flags;
  }

  boolean isNonBlocking() {
    return (flags & Open.O_NONBLOCK) != 0;
  }

  boolean isUserModeOnly() {
    return (flags & Open.UFFD_USER_MODE_ONLY) != 0;
  }

  /** The enabled features, with {@link DescriptorView#READY} after the handshake, else 0. */
  long features() {
    return features;
  }

  boolean isReady() {
    return features != 0;
  }

  void makeReady(long enabledFeatures) {
    features = enabledFeatures | DescriptorView.READY;
  }

  /** Whether a fault raises SIGBUS instead of a message. */
  boolean raisesSigbus() {
    return (features & FEATURE_SIGBUS) != 0;
  }

  boolean tellsThreadId() {
    return (features & FEATURE_THREAD_ID) != 0;
  }

  /** Whether the kernel itself takes the protection off a page that is written to. */
  boolean resolvesWritesItself() {
    return (features & FEATURE_WP_ASYNC) != 0;
  }

  int pendingCount() {
    return pending.size();
  }

  int totalCount() {
    return pending.size() + read.size();
  }

  void queue(Waiter waiter) {
    pending.add(waiter);
  }

  /** Reads the message that has been pending longest; its waiter stays. */
  Message takeMessage() {
    Waiter oldest = pending.remove(0);
    read.add(oldest);
    return oldest.message();
  }

  /** Wakes the waiters of the pages [start, end). */
  void wake(int start, int end) {
    wakeAtMost(Integer.MAX_VALUE, start, end);
  }

  /** Wakes the first {@code limit} waiters of the pages [start, end), pending ones first. */
  void wakeAtMost(int limit, int start, int end) {
    if (totalCount() > 0) {
      int rest = limit - wakeIn(pending, limit, start, end);
      wakeIn(read, rest, start, end);
    }
  }

  /** Wakes every waiter, whatever it waits for. */
  void wakeAll() {
    wake(0, Integer.MAX_VALUE);
  }

  /** Appends the threads of both queues, in order. */
  void describeQueues(StringBuilder to) {
    pending.forEach(waiter -> to.append(waiter.threadSlot()));
    to.append('r');
    read.forEach(waiter -> to.append(waiter.threadSlot()));
  }

  private static int wakeIn(List<Waiter> queue, int limit, int start, int end) {
    int woken = 0;
    Iterator<Waiter> waiters = queue.iterator();
    while (woken < limit && waiters.hasNext()) {
      Waiter waiter = waiters.next();
      if (waiter.isIn(start, end)) {
        waiters.remove();
        waiter.wake();
        woken++;
      }
    }
    return woken;
  }
}
