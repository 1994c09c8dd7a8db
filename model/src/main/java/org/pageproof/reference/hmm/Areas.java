package org.pageproof.reference.hmm;

import org.pageproof.vocabulary.Layout;

/**
 * How areas split and merge. An area never spans two protections, backings or a hole; it is split
 * where a range begins or ends inside it. Whether two neighbours that could be one area are merged
 * is the kernel's choice (it depends on their history), so such bounds are optional.
 *
 * @param layout the areas
 * @param optionalStarts the pages at which an area may or may not begin; bit n is arena page n
 */
record Areas(Layout layout, long optionalStarts) {
  /** Areas that are as they were. */
  static Areas unchanged(Layout layout) {
    return new Areas(layout, 0);
  }

  /**
   * The areas after some pages were mapped or changed their protection.
   *
   * @param starts the bounds before
   * @param changed the pages that changed; bit n is arena page n
   */
  static Areas after(SpaceDraft space, long starts, long changed) {
    long mapped = 0;
    long readable = 0;
    long writable = 0;
    long file = 0;
    long required = 0;
    for (int page = 0; page < space.size(); page++) {
      int area = space.area(page);
      if ((area & Area.MAPPED) != 0) {
        long bit = 1L << page;
        mapped |= bit;
        readable |= (area & Area.READABLE) != 0 ? bit : 0;
        writable |= (area & Area.WRITABLE) != 0 ? bit : 0;
        file |= (area & (Area.SHARED | Area.FILE)) != 0 ? bit : 0;
        required |= continues(space, page) ? 0 : bit;
      }
    }
    long couldMerge = mapped & ~required;
    long kept = couldMerge & starts;
    long besideChange = changed | (changed << 1);
    long edges = changed ^ (changed << 1);
    long optional = couldMerge & besideChange & (kept | edges);
    long begins = required | (kept & ~besideChange);
    return new Areas(new Layout(mapped, begins, readable, writable, file), optional);
  }

  /** Whether a page could belong to the area of the page before it. */
  private static boolean continues(SpaceDraft space, int page) {
    int before = page == 0 ? 0 : space.area(page - 1);
    int difference = (before ^ space.area(page)) & ~Area.FAULTED;
    if (difference != 0) {
      return false;
    }
    return offset(space, page) == offset(space, page - 1) + 1;
  }

  /** The place of a page in its file, or of anonymous memory in the address space. */
  private static long offset(SpaceDraft space, int page) {
    long backing = space.backing(page);
    return Area.isAnonymous(space.area(page)) ? (backing == 0 ? page : backing - 1) : backing;
  }

  /** What the backing of a page is when it is moved: an area that had no pages is as if new. */
  static long movedBacking(SpaceDraft space, int from, int to) {
    if (!Area.isAnonymous(space.area(from))) {
      return space.backing(from);
    }
    long offset = offset(space, from);
    return !space.is(from, Area.FAULTED) || offset == to ? 0 : offset + 1;
  }

  /** The areas after pages were unmapped: nothing merges. */
  static Layout without(Layout before, long unmapped) {
    long mapped = before.mapped() & ~unmapped;
    return new Layout(
        mapped,
        (before.starts() | (unmapped << 1)) & mapped,
        before.readable() & ~unmapped,
        before.writable() & ~unmapped,
        before.file() & ~unmapped);
  }

  /** Marks all pages of an area that has had a page of its own, before it is split or merged. */
  static void spread(Draft draft) {
    SpaceDraft space = draft.parent;
    for (int page = 0; page < space.size(); ) {
      if (space.is(page, Area.MAPPED)) {
        int end = draft.layout().areaEnd(page);
        if (isFaulted(space, page, end)) {
          for (int each = page; each < end; each++) {
            space.addToArea(each, Area.FAULTED);
          }
        }
        page = end;
      } else {
        page++;
      }
    }
  }

  private static boolean isFaulted(SpaceDraft space, int first, int end) {
    for (int page = first; page < end; page++) {
      if (space.is(page, Area.FAULTED)) {
        return true;
      }
    }
    return false;
  }
}
