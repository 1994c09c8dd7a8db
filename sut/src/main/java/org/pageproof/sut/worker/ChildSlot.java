package org.pageproof.sut.worker;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;

/**
 * The child, if there is one. It is made by clone(2) onto sleep(3), so that it runs no code of the
 * Java machine, on a stack of its own.
 */
final class ChildSlot {
  /**
   * After this time a child ends even if nobody reaped it. No sequence takes as long: each of its
   * steps settles in much less.
   */
  private static final int LIFE_SECONDS = 60;

  private final NativeMemory status = NativeMemory.allocate(AddressPlan.PAGE_SIZE);
  private final ForkMemory memory = new ForkMemory();
  private boolean prepared;
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
    if (!prepared) {
      prepare();
    }
    int pid = sleeper(LIFE_SECONDS);
    if (pid < 0) {
      return Reply.refused(Libc.errno());
    }
    // The child holds the pipe to the driver. If the worker dies the child must not outlive it, or
    // the driver would see no end of the output. A debugger that follows forks forbids this; then
    // only the child's own end is left.
    Libc.ptrace(Libc.PTRACE_SEIZE, pid, 0, Libc.PTRACE_O_EXITKILL);
    child = new ChildProcess(pid, plan, slots, layout.file());
    return Reply.ZERO;
  }

  /** Makes forks cheap, unless a child cannot do with as little memory as that. */
  private void prepare() {
    prepared = true;
    memory.leaveOut();
    int pid = sleeper(0);
    if (pid >= 0) {
      ChildProcess.awaitEnd(pid, status.address());
    }
    if (pid < 0 || status.bytes().getInt(0) != 0) {
      memory.takeBack();
    }
  }

  /** A process that sleeps, then exits with status 0; -1 and errno if there can be none. */
  private int sleeper(int seconds) {
    return Libc.clone(memory.function(), memory.stackEnd(), Libc.SIGCHLD, seconds);
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
