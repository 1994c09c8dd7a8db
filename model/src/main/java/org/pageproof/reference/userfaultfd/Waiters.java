package org.pageproof.reference.userfaultfd;

import java.util.ArrayList;
import java.util.List;

/** The waiters of all contexts, by thread slot; at most one for each thread. */
public record Waiters(List<Waiter> list) {
  static final Waiters NONE = new Waiters(List.of());

  /** Copies the list. */
  public Waiters {
    list = List.copyOf(list);
  }

  /** Whether nobody waits. */
  public boolean isEmpty() {
    return list.isEmpty();
  }

  /** Whether the thread waits. */
  public boolean busy(int thread) {
    for (Waiter waiter : list) {
      if (waiter.thread() == thread) {
        return true;
      }
    }
    return false;
  }

  /** How many wait on a context. */
  public int total(int fd) {
    int count = 0;
    for (Waiter waiter : list) {
      count += waiter.fd() == fd ? 1 : 0;
    }
    return count;
  }

  /** How many messages of a context are unread. */
  public int pending(int fd) {
    int count = 0;
    for (Waiter waiter : list) {
      count += waiter.fd() == fd && waiter.pending() ? 1 : 0;
    }
    return count;
  }

  /** The waiters of a context that wait on a page of the set; bit n is arena page n. */
  List<Waiter> of(int fd, long pageSet) {
    if (list.isEmpty()) {
      return List.of();
    }
    List<Waiter> matching = new ArrayList<>(list.size());
    for (Waiter waiter : list) {
      if (waiter.fd() == fd && (pageSet >>> waiter.page() & 1) != 0) {
        matching.add(waiter);
      }
    }
    return matching;
  }

  /** The turn behind all unread messages of a context. */
  int nextTurn(int fd) {
    int turn = Waiter.READ;
    for (Waiter waiter : list) {
      turn = waiter.fd() == fd ? Math.max(turn, waiter.turn()) : turn;
    }
    return turn + 1;
  }

  /** The same waiters, those of one context now on another. */
  Waiters handOver(int from, int to) {
    return list.isEmpty()
        ? this
        : new Waiters(list.stream().map(w -> w.fd() == from ? w.withFd(to) : w).toList());
  }

  /** Whether a thread waits in user mode on a page of the set; bit n is arena page n. */
  boolean inUserMode(long pageSet) {
    for (Waiter waiter : list) {
      if (waiter.access().isUserMode() && (pageSet >>> waiter.page() & 1) != 0) {
        return true;
      }
    }
    return false;
  }

  Waiters without(List<Waiter> gone) {
    if (gone.isEmpty()) {
      return this;
    }
    List<Waiter> rest = new ArrayList<>(list);
    rest.removeAll(gone);
    return ranked(rest);
  }

  Waiters with(Waiter waiter) {
    List<Waiter> more = new ArrayList<>(list.size() + 1);
    int i = 0;
    while (i < list.size() && list.get(i).thread() < waiter.thread()) {
      more.add(list.get(i++));
    }
    more.add(waiter);
    more.addAll(list.subList(i, list.size()));
    return ranked(more);
  }

  /** The same waiters with the message of one read. */
  Waiters read(Waiter reader) {
    List<Waiter> changed = new ArrayList<>(list);
    changed.set(list.indexOf(reader), reader.withTurn(Waiter.READ));
    return ranked(changed);
  }

  /** Numbers the turns of each context from 1 without gaps, so that equal situations are equal. */
  private static Waiters ranked(List<Waiter> waiters) {
    List<Waiter> ranked = new ArrayList<>(waiters.size());
    for (Waiter waiter : waiters) {
      ranked.add(waiter.pending() ? waiter.withTurn(rank(waiter, waiters)) : waiter);
    }
    return ranked.isEmpty() ? NONE : new Waiters(ranked);
  }

  private static int rank(Waiter waiter, List<Waiter> waiters) {
    long earlier = 0;
    for (Waiter other : waiters) {
      if (other.fd() == waiter.fd() && other.pending() && other.turn() < waiter.turn()) {
        earlier |= 1L << other.turn();
      }
    }
    return Long.bitCount(earlier) + 1;
  }
}
