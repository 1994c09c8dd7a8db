package org.pageproof.generation;

import org.pageproof.reference.userfaultfd.Context;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.reference.userfaultfd.Waiter;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.userfaultfd.Api;

/** The page sets of a state that commands are drawn for; bit n is arena page n. */
record UffdSets(UffdState state) {

  long mapped() {
    return state.layout().mapped();
  }

  /** Mapped pages that are not a file's. */
  long anonymous() {
    return state.layout().mapped() & ~state.layout().file();
  }

  long missing() {
    return state.missing();
  }

  long protectable() {
    return state.protectable();
  }

  boolean hasChild() {
    return state.hasChild();
  }

  long present() {
    long set = 0;
    for (int page = 0; page < state.pages().size(); page++) {
      set |= state.pages().present(page) ? 1L << page : 0;
    }
    return set;
  }

  /** Registered pages that are not there. */
  long absent() {
    return state.registered() & ~present();
  }

  /** Pages without any page-table entry. */
  long empty() {
    long set = 0;
    for (int page = 0; page < state.pages().size(); page++) {
      set |= state.pages().bits(page) == 0 ? 1L << page : 0;
    }
    return set & mapped();
  }

  /** Pages whose entry is write-protected, whoever may write there. */
  long writeProtected() {
    long set = 0;
    for (int page = 0; page < state.pages().size(); page++) {
      set |= (state.pages().bits(page) & Pages.UFFD_WP) != 0 ? 1L << page : 0;
    }
    return set;
  }

  /** Registered pages with a mark that outlived the mode of their area. */
  long leftover() {
    return state.unseen().leftover() & state.registered();
  }

  long waited() {
    long set = 0;
    for (Waiter waiter : state.waiters().list()) {
      set |= 1L << waiter.page();
    }
    return set;
  }

  /** Pages that user code waits for. */
  long waitedInUserMode() {
    long set = 0;
    for (Waiter waiter : state.waiters().list()) {
      set |= waiter.access().isUserMode() ? 1L << waiter.page() : 0;
    }
    return set;
  }

  boolean open(int fd) {
    return state.context(fd).open();
  }

  /** Whether the slot holds a descriptor whose handshake is still to be done. */
  boolean unready(int fd) {
    return open(fd) && !state.ready(fd);
  }

  /** Whether a read would have to wait. */
  boolean readBlocks(int fd) {
    return state.ready(fd) && !state.context(fd).nonblocking() && state.waiters().pending(fd) == 0;
  }

  /** Whether some of the contexts raise signals and some do not. */
  boolean mixedSignals() {
    boolean signals = false;
    boolean blocks = false;
    for (Context context : state.contexts()) {
      boolean sigbus = (context.features() & Api.FEATURE_SIGBUS) != 0;
      signals |= context.ready() && sigbus;
      blocks |= context.ready() && !sigbus;
    }
    return signals && blocks;
  }
}
