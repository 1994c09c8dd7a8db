package org.pageproof.vocabulary.userfaultfd;

import org.pageproof.vocabulary.PageRange;

/**
 * mprotect(2).
 *
 * @param range whose protection to change
 * @param protection what may be done there afterwards
 */
public record Protect(int id, PageRange range, Protection protection) implements UffdCommand {
  /** What mprotect(2) allows. */
  public enum Protection {
    /** PROT_READ | PROT_WRITE. */
    READ_WRITE(true, true),
    /** PROT_READ. */
    READ(true, false),
    /** PROT_NONE. */
    NONE(false, false);

    private final boolean readable;
    private final boolean writable;

    Protection(boolean readable, boolean writable) {
      this.readable = readable;
      this.writable = writable;
    }

    /** Whether user code may load. */
    public boolean isReadable() {
      return readable;
    }

    /** Whether user code may store. */
    public boolean isWritable() {
      return writable;
    }

    /** Whether an access of this kind is permitted. */
    public boolean permits(Access access) {
      return access.isWrite() ? writable : readable;
    }
  }

  @Override
  public UffdKind kind() {
    return UffdKind.PROTECT;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.protect(this, parameter);
  }
}
