package org.pageproof.sut.simulator;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Open;

/**
 * What a userfaultfd descriptor stands for. Its messages are its waiters: a waiter is pending until
 * its message is read and stays queued until it is woken (fs/userfaultfd.c, fault_pending_wqh and
 * fault_wqh).
 */
final class UserfaultContext {
  private static final long FEATURE_WP_ASYNC = 1L << 15;

  private final boolean userModeOnly;
  private boolean nonBlocking;
  private boolean ready;
  private long features;
  private final List<Waiter> pending = new ArrayList<>(3);
  private final List<Waiter> read = new ArrayList<>(3);

  /** A context that has not had its handshake yet. */
  UserfaultContext(int flags) {
    this.userModeOnly = (flags & Open.UFFD_USER_MODE_ONLY) != 0;
    this.nonBlocking = (flags & Open.O_NONBLOCK) != 0;
  }

  boolean isNonBlocking() {
    return nonBlocking;
  }

  void setNonBlocking(boolean on) {
    nonBlocking = on;
  }

  boolean isUserModeOnly() {
    return userModeOnly;
  }

  /** The enabled features; 0 before the handshake. */
  long features() {
    return features;
  }

  boolean isReady() {
    return ready;
  }

  void makeReady(long enabledFeatures) {
    features = enabledFeatures;
    ready = true;
  }

  /** Whether a fault raises SIGBUS instead of a message. */
  boolean raisesSigbus() {
    return (features & Api.FEATURE_SIGBUS) != 0;
  }

  boolean tellsThreadId() {
    return (features & Api.FEATURE_THREAD_ID) != 0;
  }

  boolean tellsExactAddress() {
    return (features & Api.FEATURE_EXACT_ADDRESS) != 0;
  }

  /** Whether pages that are not there can be write-protected. */
  boolean protectsEmptyEntries() {
    return (features & Api.FEATURE_WP_UNPOPULATED) != 0;
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
