package org.pageproof.vocabulary;

/**
 * Why a command of a sequence is not executed. Shrinking deletes commands, so any sub-sequence must
 * run: what would kill the worker or mean nothing is withheld, by these conditions alone.
 */
public enum Withholding {
  /**
   * An open into a descriptor slot that is in use, or a fork while there is a child: the old one
   * would be lost.
   */
  SLOT_IN_USE,
  /** A touch by a thread that is still blocked. */
  THREAD_BUSY,
  /** A user-mode touch of a page that is not mapped: the signal would kill the worker. */
  UNMAPPED_TOUCH,
  /** A user-mode touch that the page's protection forbids: the signal would kill the worker. */
  PROTECTED_TOUCH,
  /**
   * A user-mode touch while one ready context (also one that only the child still refers to) has
   * the SIGBUS feature and another has not: whether it blocks or is signalled could not be known
   * before, and each needs another way of touching.
   */
  MIXED_SIGBUS,
  /**
   * A munmap, or an mremap from or onto, a page that a thread is blocked on in user mode: woken, it
   * would be killed by a signal, and the worker with it.
   */
  UNMAP_UNDER_WAITER,
  /**
   * An mprotect that forbids the access that a thread blocked in user mode will try again: the
   * signal would kill the worker.
   */
  PROTECT_UNDER_WAITER,
  /** A UFFDIO_API with the SIGBUS feature while a thread is blocked in user mode. */
  SIGBUS_UNDER_WAITER,
  /** An mremap of a range that does not lie inside one area. */
  NOT_ONE_AREA,
  /** An mprotect of a range that holds a file page, or a store of the child to one. */
  FILE_PAGE,
  /** A command about the child while there is none. */
  NO_CHILD,
  /**
   * A read of a blocking descriptor that is ready and has nothing queued: it would never return.
   */
  READ_WOULD_BLOCK
}
