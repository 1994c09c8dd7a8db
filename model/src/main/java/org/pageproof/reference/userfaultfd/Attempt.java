package org.pageproof.reference.userfaultfd;

import java.util.List;
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
   * What is tried.
   *
   * @param thread the thread slot
   * @param page the arena page
   * @param access how
   * @param token what is stored, if something is
   */
  record Try(int thread, int page, Access access, long token) {}

  /** What becomes of an access, by the page it meets. mm/memory.c, handle_pte_fault(). */
  enum Fate {
    /** No area is there. */
    UNMAPPED,
    /** The area's protection does not permit it. */
    FORBIDDEN,
    /** The page is there and nothing is in the way. */
    PRESENT,
    /** The page is absent, and nobody is told: it becomes zeros. */
    FILLED,
    /** The page is absent, and its context is told. */
    MISSING,
    /** A write to a protected page, whose context is told. */
    PROTECTED,
    /** A protected empty entry, where missing pages are told: as if it were absent. */
    MARKER_MISSING,
    /** A read of a protected empty entry: it becomes protected zeros. */
    MARKER_READ,
    /** A write to a protected empty entry: it becomes protected zeros, and the context is told. */
    MARKER_WRITTEN,
    /** A protected empty entry in an area that lost the mode: the marker is dropped first. */
    STALE_MARKER,
    /** A write to a page that is still marked as protected, in an area that lost the mode. */
    STALE_WRITE;

    static Fate of(UffdState state, int page, Access access) {
      if (!state.mapped(page)) {
        return UNMAPPED;
      }
      long permitted = access.isWrite() ? state.layout().writable() : state.layout().readable();
      if ((permitted >>> page & 1) == 0) {
        return FORBIDDEN;
      }
      boolean protectable = (state.protectable() >>> page & 1) != 0;
      boolean missing = (state.missing() >>> page & 1) != 0;
      if (state.pages().present(page)) {
        if (!access.isWrite() || !state.marked(page)) {
          return PRESENT;
        }
        return protectable ? PROTECTED : STALE_WRITE;
      }
      if (!state.marker(page)) {
        return missing ? MISSING : FILLED;
      }
      if (!protectable) {
        return STALE_MARKER;
      }
      if (missing) {
        return MARKER_MISSING;
      }
      return access.isWrite() ? MARKER_WRITTEN : MARKER_READ;
    }
  }

  /**
   * Tries an access from the start, as a woken thread does.
   *
   * @param turn the place in the queue if it blocks
   * @return what may happen; several outcomes only where a mark is left over from an earlier
   *     registration, because then the entry may or may not forbid writes
   */
  static List<Attempt> of(UffdState state, Try what, int turn) {
    if (Fate.of(state, what.page(), what.access()) == Fate.PROTECTED
        && (state.unseen().leftover() >>> what.page() & 1) != 0) {
      return List.of(faulted(state, what, true, turn), untrapped(state, what));
    }
    return promised(state, what, turn);
  }

  /** The same, but a protected page of an area in write-protection mode always traps. */
  static List<Attempt> promised(UffdState state, Try what, int turn) {
    int page = what.page();
    return switch (Fate.of(state, page, what.access())) {
      case UNMAPPED -> List.of(refused(state, what, Errno.ENOMEM));
      case FORBIDDEN -> List.of(refused(state, what, Errno.EINVAL));
      case PRESENT, FILLED -> List.of(completed(state, what, state.pages().bits(page)));
      case MISSING, MARKER_MISSING -> List.of(faulted(state, what, false, turn));
      case PROTECTED -> List.of(faulted(state, what, true, turn));
      case MARKER_READ -> List.of(completed(state, what, Pages.PRESENT | Pages.UFFD_WP));
      case MARKER_WRITTEN -> {
        Pages zeros = state.pages().with(page, Pages.PRESENT | Pages.UFFD_WP, 0, 0);
        yield List.of(faulted(state.withPages(zeros), what, true, turn));
      }
      case STALE_MARKER -> promised(Marks.clear(state, 1L << page), what, turn);
      case STALE_WRITE ->
          // An exclusive page keeps its mark; a copied one (zeros, shared by fork) loses it.
          List.of(untrapped(state, what), completed(state, what, Pages.PRESENT));
    };
  }

  /** A write to a marked page goes through, and the mark stays. */
  static Attempt untrapped(UffdState state, Try what) {
    return completed(state, what, Pages.PRESENT | Pages.UFFD_WP);
  }

  /** A populating madvise(2) says why; other system calls say EFAULT. */
  private static Attempt refused(UffdState state, Try what, Errno populating) {
    Errno errno = what.access().isPopulate() ? populating : Errno.EFAULT;
    return new Attempt(state, Reply.refused(errno));
  }

  /**
   * The page's context is told, or the access fails at once.
   *
   * @param protection whether it is told of a write to a protected page, not of a missing one
   */
  private static Attempt faulted(UffdState state, Try what, boolean protection, int turn) {
    int owner = state.owner(what.page());
    Context context = state.context(owner);
    if (context.signals()) {
      return new Attempt(
          state, what.access().isUserMode() ? Reply.SIGBUS : Reply.refused(Errno.EFAULT));
    }
    if (context.userModeOnly() && !what.access().isUserMode()) {
      return new Attempt(state, Reply.refused(Errno.EFAULT));
    }
    Waiter waiter =
        new Waiter(
            what.thread(), owner, what.page(), what.access(), what.token(), protection, turn);
    return new Attempt(state.withWaiters(state.waiters().with(waiter)), Reply.BLOCKED);
  }

  /** The access is done; an absent page is filled with zeros first. */
  private static Attempt completed(UffdState state, Try what, int bits) {
    int page = what.page();
    Pages pages = state.pages();
    int present = bits | Pages.PRESENT;
    long head = what.access().isStore() ? what.token() : pages.head(page);
    UffdState.Unseen unseen = state.unseen();
    if (what.access().isStore()) {
      unseen = unseen.withoutLazy(1L << page);
    }
    if ((present & Pages.UFFD_WP) == 0) {
      unseen = unseen.withoutLeftover(1L << page);
    }
    UffdState next = state.withPages(pages.with(page, present, head, pages.tail(page)), unseen);
    return new Attempt(next, reply(what.access(), pages, page));
  }

  private static Reply reply(Access access, Pages pages, int page) {
    return switch (access) {
      case READ, SYSCALL_READ -> Reply.returned(pages.head(page));
      case READ_LAST -> Reply.returned(pages.tail(page));
      case WRITE, SYSCALL_WRITE, POPULATE_READ, POPULATE_WRITE -> Reply.ZERO;
    };
  }
}
