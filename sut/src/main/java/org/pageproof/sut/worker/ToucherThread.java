package org.pageproof.sut.worker;

import java.util.concurrent.locks.LockSupport;
import org.pageproof.sut.jna.Libc;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Access;

/**
 * A thread slot: touches pages in native code, where it may sleep in a fault for as long as the
 * sequence wants without keeping a collection waiting. It has its own pipe, because a system call
 * that sleeps in a fault holds the pipe's lock.
 *
 * <p>The commander writes the request, then {@link #requested}; this thread writes the result, then
 * {@link #finished}. It is busy while the two differ.
 */
final class ToucherThread extends Thread {
  /**
   * Spins while it waits for work before it parks: a hand-off costs 0.4 µs instead of 2.5. On the
   * only processor nobody gives it work while it spins.
   */
  private static final int SPINS = Touchers.isAlone() ? 0 : 1000;

  private final NativeAccess plain = new NativeAccess();
  private final SignalledAccess signalled = new SignalledAccess();

  private volatile int requested;
  private volatile int finished;
  private volatile int tid;
  private int tickets;

  private Access access = Access.READ;
  private long address;
  private long token;
  private boolean maySignal;
  private Reply reply = Reply.ZERO;

  /** Makes the thread of a slot, not yet started. */
  ToucherThread(int slot) {
    super("toucher-" + slot);
    setDaemon(true);
  }

  /** The thread id, once it runs; 0 before. */
  int tid() {
    return tid;
  }

  /** Whether a touch was begun and has not ended. */
  boolean isBusy() {
    return requested != finished;
  }

  /** What is touched, and how; for the commander. */
  Access access() {
    return access;
  }

  /** The address that was touched last, in bytes; for the commander. */
  long address() {
    return address;
  }

  /** How the last touch ended; only while not busy. */
  Reply reply() {
    return reply;
  }

  /**
   * Begins a touch of a page; only while not busy.
   *
   * @param mayNowSignal whether a user-mode access raises SIGBUS where it would block
   */
  void touch(Access newAccess, long page, long newToken, boolean mayNowSignal) {
    access = newAccess;
    address = page + newAccess.offset();
    token = newToken;
    maySignal = mayNowSignal;
    tickets++;
    requested = tickets;
    LockSupport.unpark(this);
  }

  @Override
  public void run() {
    tid = Libc.gettid();
    int served = 0;
    while (true) {
      awaitRequest(served);
      reply = perform();
      served++;
      finished = served;
    }
  }

  private void awaitRequest(int served) {
    for (int spins = 0; requested == served; spins++) {
      if (spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.park(this);
      }
    }
  }

  private Reply perform() {
    return switch (access) {
      case READ, READ_LAST -> maySignal ? signalled.load(address) : plain.load(address);
      case WRITE -> maySignal ? signalled.store(address, token) : plain.store(address, token);
      case SYSCALL_READ -> plain.loadBySystemCall(address);
      case SYSCALL_WRITE -> plain.storeBySystemCall(address, token);
      case POPULATE_READ -> populate(Libc.MADV_POPULATE_READ);
      case POPULATE_WRITE -> populate(Libc.MADV_POPULATE_WRITE);
    };
  }

  private Reply populate(int advice) {
    return Replies.of(Libc.madvise(address, AddressPlan.PAGE_SIZE, advice));
  }
}
