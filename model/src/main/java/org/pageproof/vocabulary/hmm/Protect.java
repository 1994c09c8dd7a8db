package org.pageproof.vocabulary.hmm;

import org.pageproof.vocabulary.PageRange;

/**
 * mprotect(2). Returns 0.
 *
 * @param range whose protection to change, of shape {@link PageRange.Shape#WHOLE}
 * @param protection what may be done there afterwards
 */
public record Protect(int id, PageRange range, Protect.Protection protection)
    implements HmmCommand {
  /** What mprotect(2) allows. */
  public enum Protection {
    /** PROT_READ | PROT_WRITE. */
    READ_WRITE(true, true),
    /** PROT_READ. */
    READ(true, false),
    /** PROT_WRITE alone, which the CPU can read nevertheless, but a device cannot. */
    WRITE(false, true),
    /** PROT_NONE. */
    NONE(false, false);

    private final boolean readable;
    private final boolean writable;

    Protection(boolean readable, boolean writable) {
      this.readable = readable;
      this.writable = writable;
    }

    /** Whether PROT_READ is given. */
    public boolean isReadable() {
      return readable;
    }

    /** Whether PROT_WRITE is given. */
    public boolean isWritable() {
      return writable;
    }
  }

  @Override
  public HmmKind kind() {
    return HmmKind.PROTECT;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.protect(this, parameter);
  }
}
