package org.pageproof.reference.hmm;

import org.pageproof.vocabulary.PageRange;

/** Ranges of whole pages of the arena; what lies behind the arena is never mapped. */
final class Ranges {
  private Ranges() {}

  /** The first page. */
  static int first(HmmState state, PageRange range) {
    return range.firstPage(state.plan());
  }

  /** The end, exclusive; it may lie behind the arena. */
  static int end(HmmState state, PageRange range) {
    return range.firstPage(state.plan()) + range.count();
  }

  /** The first page that is not mapped, the end if all are. */
  static int firstHole(HmmState state, int first, int end) {
    int page = first;
    while (page < end && isMapped(state, page)) {
      page++;
    }
    return page;
  }

  /** Whether anything of a range is mapped. */
  static boolean isAnyMapped(HmmState state, int first, int end) {
    for (int page = first; page < end; page++) {
      if (isMapped(state, page)) {
        return true;
      }
    }
    return false;
  }

  static boolean isMapped(HmmState state, int page) {
    byte[] area = state.parent().area;
    return page < area.length && (area[page] & Area.MAPPED) != 0;
  }

  /** A set of pages as {@link org.pageproof.vocabulary.Layout} tells it, cut at the arena's end. */
  static long set(HmmState state, int first, int end) {
    int last = Math.min(end, state.plan().arenaPages()) - 1;
    if (first > last) {
      return 0;
    }
    int unit = state.plan().areaUnit(first);
    return (-1L >>> (63 - (state.plan().areaUnit(last) - unit))) << unit;
  }
}
