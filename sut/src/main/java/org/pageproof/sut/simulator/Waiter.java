package org.pageproof.sut.simulator;

import org.pageproof.vocabulary.Message;

/**
 * A thread asleep in a fault, in a queue of the context that owned the area when it faulted. It
 * stays there when the area goes away.
 */
final class Waiter {
  private final SimulatedThread thread;
  private final int page;
  private final Message message;

  Waiter(SimulatedThread thread, int page, Message message) {
    this.thread = thread;
    this.page = page;
    this.message = message;
  }

  boolean isIn(int start, int end) {
    return start <= page && page < end;
  }

  /** What a reader of the descriptor is told. */
  Message message() {
    return message;
  }

  int threadSlot() {
    return thread.slot();
  }

  void wake() {
    thread.wake();
  }
}
