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
   * Tries an access.
   *
   * @param turn the place in the queue if it blocks
   */
  static Attempt of(UffdState state, int thread, int page, Access access, long token, int turn) {
    if (!state.mapped(page)) {
      return new Attempt(state, Reply.refused(Errno.EFAULT));
    }
    if (state.pages().present(page) || !state.registered(page)) {
      return completed(state, page, access, token);
    }
    int fd = state.owner(page);
    if (!access.isUserMode() && state.context(fd).userModeOnly()) {
      return new Attempt(state, Reply.refused(Errno.EFAULT));
    }
    Waiter waiter = new Waiter(thread, fd, page, access, token, turn);
    return new Attempt(state.withWaiters(state.waiters().with(waiter)), Reply.BLOCKED);
  }

  /** An absent page of an unregistered area is filled with zeros by the kernel on its own. */
  private static Attempt completed(UffdState state, int page, Access access, long token) {
    Pages pages = state.pages();
    if (access.isWrite()) {
      Pages written = pages.with(page, Pages.PRESENT, token, pages.tail(page));
      return new Attempt(state.withPages(written), Reply.ZERO);
    }
    Pages read = pages.with(page, Pages.PRESENT, pages.head(page), pages.tail(page));
    return new Attempt(state.withPages(read), Reply.returned(pages.head(page)));
  }
}
