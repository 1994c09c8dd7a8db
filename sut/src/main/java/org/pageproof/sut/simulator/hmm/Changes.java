package org.pageproof.sut.simulator.hmm;

/** A stretch of pages that holds all pages which changed since they were last looked at. */
final class Changes {
  private final int size;
  private int first;
  private int end;

  /** No page of the first {@code size} ones has changed. */
  Changes(int size) {
    this.size = size;
    clear();
  }

  /** How many pages are looked at. */
  int size() {
    return size;
  }

  void add(int page) {
    first = Math.min(first, page);
    end = Math.max(end, page + 1);
  }

  void add(int start, int newEnd) {
    first = Math.min(first, start);
    end = Math.max(end, newEnd);
  }

  void addAll() {
    add(0, size);
  }

  boolean isEmpty() {
    return first >= end;
  }

  int first() {
    return first;
  }

  /** The page after the last one, not beyond the pages that are looked at. */
  int end() {
    return Math.min(end, size);
  }

  void clear() {
    first = Integer.MAX_VALUE;
    end = 0;
  }
}
