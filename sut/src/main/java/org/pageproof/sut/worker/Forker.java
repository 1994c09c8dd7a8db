package org.pageproof.sut.worker;

import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.vocabulary.AddressPlan;

/**
 * Forks children that sleep. They are made by clone(2) onto sleep(3), so that they run no code of
 * the Java machine, on a stack of their own.
 */
public final class Forker {
  /**
   * After this time a child ends even if nobody reaped it. No sequence takes as long: each of its
   * steps settles in much less.
   */
  private static final int LIFE_SECONDS = 60;

  private final NativeMemory status = NativeMemory.allocate(AddressPlan.PAGE_SIZE);
  private final ForkMemory memory = new ForkMemory();
  private boolean prepared;

  /** Makes forks cheap, unless a child cannot do with as little memory as that; forks once. */
  public void prepare() {
    if (prepared) {
      return;
    }
    prepared = true;
    memory.leaveOut();
    int pid = sleeper(0);
    if (pid >= 0) {
      ChildMemory.awaitEnd(pid, status.address());
    }
    if (pid < 0 || status.bytes().getInt(0) != 0) {
      memory.takeBack();
    }
  }

  /** Forks a child and returns its process id; -1 and errno if there can be none. */
  public int fork() {
    prepare();
    int pid = sleeper(LIFE_SECONDS);
    if (pid >= 0) {
      // The child holds the way to the driver. If the worker dies the child must not outlive it,
      // or the driver would see no end of the output. A debugger that follows forks forbids this;
      // then only the child's own end is left.
      Libc.ptrace(Libc.PTRACE_SEIZE, pid, 0, Libc.PTRACE_O_EXITKILL);
    }
    return pid;
  }

  /** A process that sleeps, then exits with status 0; -1 and errno if there can be none. */
  private int sleeper(int seconds) {
    return Libc.clone(memory.function(), memory.stackEnd(), Libc.SIGCHLD, seconds);
  }
}
