package org.pageproof.vocabulary.hmm;

/** How a page is touched: its first 8 bytes, by user code or inside a system call. */
public enum Access {
  /** A load by user code. */
  READ(false, true),
  /** A store of the command's token by user code. */
  WRITE(true, true),
  /** write(2) of 8 bytes from the page into a pipe. */
  SYSCALL_READ(false, false),
  /** read(2) of the command's token from a pipe into the page. */
  SYSCALL_WRITE(true, false);

  private final boolean write;
  private final boolean userMode;

  Access(boolean write, boolean userMode) {
    this.write = write;
    this.userMode = userMode;
  }

  /** Whether it stores the command's token. */
  public boolean isWrite() {
    return write;
  }

  /** Whether user code makes the access, so that a refusal is a signal and not an errno. */
  public boolean isUserMode() {
    return userMode;
  }
}
