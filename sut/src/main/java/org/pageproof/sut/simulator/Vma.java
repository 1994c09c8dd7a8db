package org.pageproof.sut.simulator;

import org.jspecify.annotations.Nullable;

/** An area of virtual memory. */
final class Vma {
  /** The register modes, numbered as in the header (VM_UFFD_MISSING, VM_UFFD_WP, VM_UFFD_MINOR). */
  static final int MISSING = 1;

  static final int WP = 2;
  static final int MINOR = 4;

  /** All register modes. */
  static final int MODES = MISSING | WP | MINOR;

  /** User code may load (VM_READ). */
  static final int READ = 8;

  /** User code may store (VM_WRITE). */
  static final int WRITE = 16;

  /** What mprotect(2) changes. */
  static final int ACCESS = READ | WRITE;

  /**
   * Counted against the limit of memory that can be promised (VM_ACCOUNT). It cannot be seen, but
   * areas that differ in it do not merge.
   */
  static final int ACCOUNT = 32;

  private int start;
  private int end;
  private int offset;
  private int flags;
  private @Nullable UserfaultContext owner;
  private @Nullable AnonVma anonVma;
  private final @Nullable MappedFile file;

  /**
   * An area that is registered with nobody.
   *
   * @param offset where its first page lies in the file; for anonymous memory the page itself
   */
  Vma(int start, int end, int offset, int flags, @Nullable MappedFile file) {
    this.start = start;
    this.end = end;
    this.offset = offset;
    this.flags = flags;
    this.file = file;
  }

  /** A piece of this area, alike in everything else. */
  Vma piece(int pieceStart, int pieceEnd) {
    return elsewhere(pieceStart, pieceEnd, offsetOf(pieceStart));
  }

  /** An area like this one at another place. */
  Vma elsewhere(int newStart, int newEnd, int newOffset) {
    Vma copy = new Vma(newStart, newEnd, newOffset, flags, file);
    copy.owner = owner;
    copy.anonVma = anonVma;
    return copy;
  }

  /** The first page. */
  int start() {
    return start;
  }

  /** The page after the last one. */
  int end() {
    return end;
  }

  /** Moves the lower bound; every page keeps its offset. */
  void setStart(int page) {
    offset = offsetOf(page);
    start = page;
  }

  void setEnd(int page) {
    end = page;
  }

  /** The offset that a page of this area has or, outside of it, would have (vm_pgoff). */
  int offsetOf(int page) {
    return offset + page - start;
  }

  boolean tracksMissing() {
    return (flags & MISSING) != 0;
  }

  boolean tracksWrites() {
    return (flags & WP) != 0;
  }

  boolean isReadable() {
    return (flags & READ) != 0;
  }

  boolean isWritable() {
    return (flags & WRITE) != 0;
  }

  /** Modes, permitted accesses and accounting (vm_flags). */
  int flags() {
    return flags;
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
    flags = newFlags;
  }

  @Nullable AnonVma anonVma() {
    return anonVma;
  }

  void setAnonVma(AnonVma anchor) {
    anonVma = anchor;
  }

  /** Takes over a neighbour's anon_vma with its pages, unless there is one already. */
  void inheritAnonVma(Vma other) {
    if (anonVma == null) {
      anonVma = other.anonVma;
    }
  }

  /** Whether another area has the same attributes, so that the two could be one. */
  boolean isLike(Vma other) {
    return flags == other.flags && owner == other.owner && file == other.file;
  }

  /** Whether the next higher area could share this area's anon_vma, or this one the other's. */
  boolean sharesAnonVmaWith(Vma above) {
    return end == above.start
        && file == above.file
        && ((flags ^ above.flags) & ~ACCESS) == 0
        && above.offset == offsetOf(end);
  }

  /** Whether the next higher area begins at this one's end and continues its offsets. */
  boolean continuesIn(Vma above) {
    return end == above.start && above.offset == offsetOf(end);
  }
}
