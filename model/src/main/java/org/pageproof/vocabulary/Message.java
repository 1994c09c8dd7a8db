package org.pageproof.vocabulary;

/**
 * One message read from a userfaultfd.
 *
 * @param event the event byte of the header, such as {@link #PAGEFAULT}
 * @param flags the page fault flags: 1 WRITE, 2 WP, 4 MINOR
 * @param address the reported address
 * @param thread the thread slot that the reported thread id belongs to, {@link #NO_THREAD} for id 0
 */
public record Message(int event, long flags, long address, int thread) {
  /** The event of a page fault. */
  public static final int PAGEFAULT = 0x12;

  /** The fault was a write. */
  public static final long FLAG_WRITE = 1;

  /** The fault was a write to a write-protected page. */
  public static final long FLAG_WP = 2;

  /** The size of a message in bytes. */
  public static final int BYTES = 32;

  /** No thread id was reported. */
  public static final int NO_THREAD = -1;

  /** A thread id was reported that belongs to no thread slot. */
  public static final int FOREIGN_THREAD = -2;

  /** A missing-page fault without a thread id. */
  public static Message missing(long address, boolean write) {
    return new Message(PAGEFAULT, write ? FLAG_WRITE : 0, address, NO_THREAD);
  }
}
