package org.pageproof.vocabulary;

/**
 * Why a command of a sequence is not executed. Shrinking deletes commands, so any sub-sequence must
 * run: what would kill the worker or mean nothing is withheld, by these conditions alone.
 */
public enum Withholding {
  /** An open into a descriptor slot that is in use: the old descriptor would be lost. */
  SLOT_IN_USE,
  /** A touch by a thread that is still blocked. */
  THREAD_BUSY,
  /** A user-mode touch of a page that is not mapped: the signal would kill the worker. */
  UNMAPPED_TOUCH,
  /**
   * A munmap of a page that a thread is blocked on in user mode: woken, it would be killed by a
   * signal, and the worker with it.
   */
  UNMAP_UNDER_WAITER,
  /**
   * A read of a blocking descriptor that is ready and has nothing queued: it would never return.
   */
  READ_WOULD_BLOCK
}
