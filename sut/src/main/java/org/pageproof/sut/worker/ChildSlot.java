package org.pageproof.sut.worker;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pageproof.sut.jna.Libc;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;

/** The child, if there is one. */
final class ChildSlot {
  private final Forker forker = new Forker();
  private @Nullable ChildProcess child;

  /** The child, or null. */
  @Nullable ChildProcess get() {
    return child;
  }

  /**
   * Forks a child; there must be none.
   *
   * @param layout the areas as they are now
   */
  Reply fork(AddressPlan plan, DescriptorSlots slots, Layout layout) {
    int pid = forker.fork();
    if (pid < 0) {
      return Reply.refused(Libc.errno());
    }
    child = new ChildProcess(pid, plan, slots, layout.file());
    return Reply.ZERO;
  }

  /** Ends the child; does nothing without one. */
  void reap() {
    ChildProcess last = child;
    child = null;
    if (last != null) {
      last.reap();
    }
  }

  /** The child's pages, empty without a child. */
  Optional<Pages> observe() {
    ChildProcess present = child;
    return present == null ? Optional.empty() : Optional.of(present.pages());
  }

  /** To be called when the parent has closed a slot. */
  void parentClosed(int slot) {
    ChildProcess present = child;
    if (present != null) {
      present.parentClosed(slot);
    }
  }

  /** Counts the waiters of the contexts that only the child holds. */
  int countOrphanWaiters() {
    ChildProcess present = child;
    return present == null ? 0 : present.countOrphanWaiters();
  }

  /** The feature word of the context that only the child holds since a slot was closed, or 0. */
  long orphanFeatures(int slot) {
    ChildProcess present = child;
    return present == null ? 0 : present.orphanFeatures(slot);
  }
}
