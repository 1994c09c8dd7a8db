package org.pageproof.reference.userfaultfd;

import org.pageproof.vocabulary.userfaultfd.Access;

/**
 * A thread asleep in a page fault.
 *
 * @param thread the thread slot
 * @param fd the context it waits on, which owned the page when it faulted
 * @param page the arena page
 * @param access the access it will retry
 * @param token what the access stores, if it stores
 * @param protection whether the fault was a write to a protected page, not a missing page
 * @param turn the place of its unread message in the context's queue, from 1; equal turns are in
 *     unknown order, because the threads were woken together; {@link #READ} once it is read
 */
public record Waiter(
    int thread, int fd, int page, Access access, long token, boolean protection, int turn) {
  static final int READ = 0;

  /** Whether its message is unread. */
  public boolean pending() {
    return turn != READ;
  }

  Waiter withTurn(int newTurn) {
    return turn == newTurn
        ? this
        : new Waiter(thread, fd, page, access, token, protection, newTurn);
  }

  Waiter withFd(int newFd) {
    return new Waiter(thread, newFd, page, access, token, protection, turn);
  }

  /** What it will try again. */
  Attempt.Try retry() {
    return new Attempt.Try(thread, page, access, token);
  }
}
