package org.pageproof.sut.simulator.areas;

import org.jspecify.annotations.Nullable;

/**
 * An area of virtual memory: what all kinds of them have.
 *
 * @param <A> the kind
 */
public abstract class Area<A extends Area<A>> {
  /** User code may load (VM_READ). */
  public static final int READ = 8;

  /** User code may store (VM_WRITE). */
  public static final int WRITE = 16;

  /** What mprotect(2) changes. */
  public static final int ACCESS = READ | WRITE;

  /**
   * Counted against the limit of memory that can be promised (VM_ACCOUNT). It cannot be seen, but
   * areas that differ in it do not merge.
   */
  public static final int ACCOUNT = 32;

  /** Shall get huge pages (VM_HUGEPAGE). Areas that differ in it do not merge. */
  public static final int HUGE = 64;

  private int start;
  private int end;
  private int offset;
  private int flags;
  private @Nullable AnonVma anonVma;

  /**
   * An area without an anon_vma.
   *
   * @param offset where its first page lies in the file; for anonymous memory the page itself
   */
  protected Area(int start, int end, int offset, int flags) {
    this.start = start;
    this.end = end;
    this.offset = offset;
    this.flags = flags;
  }

  /** An area like this one, its anon_vma included, at another place. */
  public abstract A elsewhere(int newStart, int newEnd, int newOffset);

  /** Whether another area has the same attributes, so that the two could be one. */
  public abstract boolean isLike(A other);

  /** Whether another area maps the same file, or both map none. */
  public abstract boolean mapsSameFileAs(A other);

  /** A piece of this area, alike in everything else. */
  public final A piece(int pieceStart, int pieceEnd) {
    return elsewhere(pieceStart, pieceEnd, offsetOf(pieceStart));
  }

  /** The first page. */
  public final int start() {
    return start;
  }

  /** The page after the last one. */
  public final int end() {
    return end;
  }

  /** Moves the lower bound; every page keeps its offset. */
  final void setStart(int page) {
    offset = offsetOf(page);
    start = page;
    boundsChanged();
  }

  final void setEnd(int page) {
    end = page;
    boundsChanged();
  }

  /** Hears that the area was cut or has grown. */
  protected void boundsChanged() {}

  /** The offset that a page of this area has or, outside of it, would have (vm_pgoff). */
  public final int offsetOf(int page) {
    return offset + page - start;
  }

  /** Whether user code may load from it. */
  public final boolean isReadable() {
    return (flags & READ) != 0;
  }

  /** Whether user code may store to it. */
  public final boolean isWritable() {
    return (flags & WRITE) != 0;
  }

  /** Permitted accesses, accounting and what a kind of area adds (vm_flags). */
  public final int flags() {
    return flags;
  }

  /** Gives the area other flags. */
  public final void setFlags(int newFlags) {
    flags = newFlags;
  }

  /** The anchor of its anonymous pages; null before there were any. */
  public final @Nullable AnonVma anonVma() {
    return anonVma;
  }

  final void setAnonVma(AnonVma anchor) {
    anonVma = anchor;
  }

  /** Takes over another area's anon_vma with its pages, unless there is one already. */
  public final void inheritAnonVma(Area<A> other) {
    if (anonVma == null) {
      anonVma = other.anonVma;
    }
  }

  /** Whether the next higher area could share this area's anon_vma, or this one the other's. */
  final boolean sharesAnonVmaWith(A above) {
    return continuesIn(above) && mapsSameFileAs(above) && ((flags ^ above.flags()) & ~ACCESS) == 0;
  }

  /** Whether the next higher area begins at this one's end and continues its offsets. */
  final boolean continuesIn(A above) {
    return end == above.start() && above.offsetOf(end) == offsetOf(end);
  }
}
