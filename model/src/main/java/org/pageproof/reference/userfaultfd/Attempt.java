package org.pageproof.reference.userfaultfd;

import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Access;

/**
 * One access by a thread, tried from the start: what a touch does, and what a woken waiter does
 * again.
 *
 * @param next the state after it
 * @param reply how it ended, {@link Reply#BLOCKED} if the thread sleeps now
 */
record Attempt(UffdState next, Reply reply) {

  /**
   * Tries an access from the start, as a woken thread does.
   *
   * @param turn the place in the queue if it blocks
   */
  static Attempt of(UffdState state, int thread, int page, Access access, long token, int turn) {
    if (!state.mapped(page) || refusedTo(state, page, access)) {
      return refused(state);
    }
    if (state.pages().present(page) || !state.registered(page)) {
      return completed(state, page, access, token);
    }
    return blocked(state, thread, page, access, token, turn);
  }

  /** Whether the kernel's own access faults on a page whose context handles user faults only. */
  static boolean refusedTo(UffdState state, int page, Access access) {
    return !access.isUserMode()
        && state.registered(page)
        && !state.pages().present(page)
        && state.context(state.owner(page)).userModeOnly();
  }

  /** The system call is refused. */
  static Attempt refused(UffdState state) {
    return new Attempt(state, Reply.refused(Errno.EFAULT));
  }

  /** The thread sleeps, and a message is queued. */
  static Attempt blocked(
      UffdState state, int thread, int page, Access access, long token, int turn) {
    Waiter waiter = new Waiter(thread, state.owner(page), page, access, token, turn);
    return new Attempt(state.withWaiters(state.waiters().with(waiter)), Reply.BLOCKED);
  }

  /** The access is done; an absent page is filled with zeros first. */
  static Attempt completed(UffdState state, int page, Access access, long token) {
    Pages pages = state.pages();
    if (access.isWrite()) {
      Pages written = pages.with(page, Pages.PRESENT, token, pages.tail(page));
      return new Attempt(state.withPages(written), Reply.ZERO);
    }
    Pages read = pages.with(page, Pages.PRESENT, pages.head(page), pages.tail(page));
    return new Attempt(state.withPages(read), Reply.returned(pages.head(page)));
  }
}
