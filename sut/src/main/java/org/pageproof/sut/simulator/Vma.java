package org.pageproof.sut.simulator;

import org.jspecify.annotations.Nullable;
import org.pageproof.sut.simulator.areas.Area;

/** An area of virtual memory that a userfaultfd may be registered with. */
final class Vma extends Area<Vma> {
  /** The register modes, numbered as in the header (VM_UFFD_MISSING, VM_UFFD_WP, VM_UFFD_MINOR). */
  static final int MISSING = 1;

  static final int WP = 2;
  static final int MINOR = 4;

  /** All register modes. */
  static final int MODES = MISSING | WP | MINOR;

  private @Nullable UserfaultContext owner;
  private final @Nullable MappedFile file;

  /**
   * An area that is registered with nobody.
   *
   * @param offset where its first page lies in the file; for anonymous memory the page itself
   */
  Vma(int start, int end, int offset, int flags, @Nullable MappedFile file) {
    super(start, end, offset, flags);
    this.file = file;
  }

  @Override
  public Vma elsewhere(int newStart, int newEnd, int newOffset) {
    Vma copy = new Vma(newStart, newEnd, newOffset, flags(), file);
    copy.owner = owner;
    copy.inheritAnonVma(this);
    return copy;
  }

  @Override
  public boolean isLike(Vma other) {
    return flags() == other.flags() && owner == other.owner && file == other.file;
  }

  @Override
  public boolean mapsSameFileAs(Vma other) {
    return file == other.file;
  }

  boolean tracksMissing() {
    return (flags() & MISSING) != 0;
  }

  boolean tracksWrites() {
    return (flags() & WP) != 0;
  }

  /** The context that this area is registered with. */
  @Nullable UserfaultContext owner() {
    return owner;
  }

  /** What it maps; null if it is anonymous. */
  @Nullable MappedFile file() {
    return file;
  }

  void set(@Nullable UserfaultContext newOwner, int newFlags) {
    owner = newOwner;
    setFlags(newFlags);
  }
}
