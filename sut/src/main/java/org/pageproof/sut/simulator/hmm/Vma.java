package org.pageproof.sut.simulator.hmm;

import org.jspecify.annotations.Nullable;
import org.pageproof.sut.simulator.areas.AnonVma;
import org.pageproof.sut.simulator.areas.Area;

/** An area of virtual memory. */
final class Vma extends Area<Vma> {
  private final @Nullable CachedFile file;
  private final Turns turns;
  private @Nullable AnonVma parent;
  private int turn;

  /**
   * An area.
   *
   * @param offset where its first page lies in the file; for anonymous memory the page itself
   * @param file what it maps; null if it is anonymous
   * @param turns gives areas their turns in walks of the reverse mapping
   */
  Vma(int start, int end, int offset, int flags, @Nullable CachedFile file, Turns turns) {
    super(start, end, offset, flags);
    this.file = file;
    this.turns = turns;
    this.turn = turns.next();
  }

  @Override
  protected void boundsChanged() {
    turn = turns.next();
  }

  @Override
  public Vma elsewhere(int newStart, int newEnd, int newOffset) {
    Vma copy = new Vma(newStart, newEnd, newOffset, flags(), file, turns);
    copy.inheritAnonVma(this);
    copy.parent = parent;
    return copy;
  }

  /** A part of this area, which may be all of it, with other flags. */
  Vma reflagged(int from, int to, int newFlags) {
    Vma part = piece(from, to);
    part.setFlags(newFlags);
    if (from == start() && to == end()) {
      part.turn = turn; // an area whose bounds stay keeps its place in the tree
    }
    return part;
  }

  /** This area in a child, whose new pages get an anchor of their own. */
  Vma forked() {
    Vma copy = new Vma(start(), end(), offsetOf(start()), flags(), file, turns);
    copy.parent = anonVma();
    return copy;
  }

  @Override
  public boolean isLike(Vma other) {
    return flags() == other.flags() && file == other.file;
  }

  @Override
  public boolean mapsSameFileAs(Vma other) {
    return file == other.file;
  }

  /** What it maps; null if it is anonymous. */
  @Nullable CachedFile file() {
    return file;
  }

  boolean isShared() {
    return file != null && file.isShared();
  }

  /**
   * Whether a walk of the reverse mapping comes to this area before another one: their tree is
   * sorted by offsets, and equal ones stay in the order in which they were put there.
   */
  boolean comesBefore(Vma other) {
    int offset = offsetOf(start());
    int otherOffset = other.offsetOf(other.start());
    return offset < otherOffset || (offset == otherOffset && turn < other.turn);
  }

  /** The page at which this area would map a frame, if it does; -1 if the label excludes that. */
  int pageOf(Frame frame) {
    int page = placeOf(frame);
    return isRelatedTo(frame) && page >= start() && page < end() ? page : -1;
  }

  /** Whether the label of a frame allows that this area maps it. */
  boolean isRelatedTo(Frame frame) {
    return frame.isAnonymous()
        ? frame.anonVma() == anonVma() || frame.anonVma() == parent
        : frame.file() != null && frame.file() == file;
  }

  /** The page at which this area would map a frame if it were large enough. */
  int placeOf(Frame frame) {
    return start() + frame.index() - offsetOf(start());
  }

  /** Whether a page of it may be mapped by a huge entry. */
  boolean mayBeHuge(int page) {
    return (flags() & HUGE) != 0 && hasTableOf(page);
  }

  /** Whether all pages that the table of a page maps lie in it. */
  boolean hasTableOf(int page) {
    int first = PageTable.tableStart(page);
    return start() <= first && first + PageTable.TABLE_PAGES <= end();
  }
}
