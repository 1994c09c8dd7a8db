package org.pageproof.vocabulary.userfaultfd;

import org.pageproof.vocabulary.AddressPlan;

/** How a thread touches a page: 8 bytes of it, by user code or inside a system call. */
public enum Access {
  /** A load by user code. */
  READ(false, true),
  /** A load of the page's last 8 bytes by user code. */
  READ_LAST(false, true),
  /** A store of the command's token by user code. */
  WRITE(true, true),
  /** write(2) of 8 bytes from the page into the thread's own pipe. */
  SYSCALL_READ(false, false),
  /** read(2) of the command's token from the thread's own pipe into the page. */
  SYSCALL_WRITE(true, false),
  /** madvise(2) of the page with MADV_POPULATE_READ. Returns 0. */
  POPULATE_READ(false, false),
  /** madvise(2) of the page with MADV_POPULATE_WRITE, which stores nothing. Returns 0. */
  POPULATE_WRITE(true, false);

  private final boolean write;
  private final boolean userMode;

  Access(boolean write, boolean userMode) {
    this.write = write;
    this.userMode = userMode;
  }

  /** Whether it needs a page that can be written. */
  public boolean isWrite() {
    return write;
  }

  /** Whether it stores the command's token. */
  public boolean isStore() {
    return this == WRITE || this == SYSCALL_WRITE;
  }

  /** Whether it is an madvise(2) that only makes the page present. */
  public boolean isPopulate() {
    return this == POPULATE_READ || this == POPULATE_WRITE;
  }

  /** Where in the page the access begins, in bytes. */
  public int offset() {
    return this == READ_LAST ? AddressPlan.PAGE_SIZE - Long.BYTES : 0;
  }

  /** Whether user code makes the access, so that a refusal is a signal and not an errno. */
  public boolean isUserMode() {
    return userMode;
  }
}
