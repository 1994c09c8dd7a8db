package org.pageproof.reference.hmm;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;

/**
 * How areas split and merge. An area never spans two protections, backings or a hole; it is split
 * where a range begins or ends inside it. Whether two neighbours that could be one area are merged
 * is the kernel's choice (it depends on their history), so such bounds are optional.
 *
 * @param layout the areas
 * @param optionalStarts the pages at which an area may or may not begin; bit n is unit n of the
 *     plan
 */
record Areas(Layout layout, long optionalStarts) {
  /** Areas that are as they were. */
  static Areas unchanged(Layout layout) {
    return new Areas(layout, 0);
  }

  /**
   * The areas after some pages were mapped or changed their protection.
   *
   * @param before the areas before
   * @param changed the pages that changed; bit n is unit n of the plan
   */
  static Areas after(Draft draft, Layout before, long changed) {
    SpaceDraft space = draft.parent;
    long mapped = 0;
    long readable = 0;
    long writable = 0;
    long file = 0;
    long required = 0;
    long apart = 0;
    AddressPlan plan = draft.plan();
    int page = 0;
    for (int unit = 0; page < space.size(); page = plan.firstPage(++unit)) {
      int area = space.area(page);
      if ((area & Area.MAPPED) != 0) {
        long bit = 1L << unit;
        mapped |= bit;
        readable |= (area & Area.READABLE) != 0 ? bit : 0;
        writable |= (area & Area.WRITABLE) != 0 ? bit : 0;
        file |= (area & (Area.SHARED | Area.FILE)) != 0 ? bit : 0;
        required |= continues(space, page) ? 0 : bit;
        apart |= stayApart(draft, page, (changed & bit) != 0) ? bit : 0;
      }
    }
    long couldMerge = mapped & ~required;
    long kept = couldMerge & before.starts();
    long besideChange = changed | (changed << 1);
    long edges = changed ^ (changed << 1);
    long optional = couldMerge & besideChange & (kept | edges);
    long begins = required | (kept & (~besideChange | apart));
    return new Areas(new Layout(mapped, begins, readable, writable, file), optional);
  }

  /**
   * Whether a page's area and the one before it, which could be one, are likely not to be merged:
   * areas whose memory is accounted for and others; before 6.16 also a changed area that has had a
   * page of its own and a neighbour that has not. mm/vma.c, can_vma_merge_after().
   */
  private static boolean stayApart(Draft draft, int page, boolean isChanged) {
    SpaceDraft space = draft.parent;
    int before = page == 0 ? 0 : space.area(page - 1);
    int area = space.area(page);
    if (((before ^ area) & Area.UNACCOUNTED) != 0) {
      return true;
    }
    int merged = isChanged ? page : page - 1;
    int neighbour = isChanged ? page - 1 : page;
    return !draft.facts.mergesIntoEmpty() && hasOwn(space, merged) && !hasOwn(space, neighbour);
  }

  /** Whether the area of a page has had a page of its own, as far as it is known at this page. */
  private static boolean hasOwn(SpaceDraft space, int page) {
    return page >= 0 && space.family(page) != AddressSpace.NO_FAMILY;
  }

  /** Whether a mapped page could belong to the area of the page before it. */
  private static boolean continues(SpaceDraft space, int page) {
    return page > 0 && areAlike(space, page - 1, page, Area.ATTRIBUTES);
  }

  /** The first page of the area that holds a mapped page. */
  static int start(AddressPlan plan, Layout layout, int page) {
    int unit = plan.areaUnit(page);
    while ((layout.starts() >>> unit & 1) == 0) {
      unit--;
    }
    return plan.firstPage(unit);
  }

  /** The end (exclusive) of the area that holds a mapped page. */
  static int end(AddressPlan plan, Layout layout, int page) {
    return plan.firstPage(layout.areaEnd(plan.areaUnit(page)));
  }

  /** The place of a page in its file, or of anonymous memory in the address space. */
  static long offset(SpaceDraft space, int page) {
    long backing = space.backing(page);
    return Area.isAnonymous(space.area(page)) ? (backing == 0 ? page : backing - 1) : backing;
  }

  /**
   * Whether two pages could belong to one area, if what lies between them did too.
   *
   * @param what the attributes that their areas must have in common
   */
  static boolean areAlike(SpaceDraft space, int page, int other, int what) {
    return ((space.area(page) ^ space.area(other)) & what) == 0
        && offset(space, other) - offset(space, page) == other - page;
  }

  /** What the backing of a page is when it is moved: an area that had no pages is as if new. */
  static long movedBacking(SpaceDraft space, int from, int to) {
    if (!Area.isAnonymous(space.area(from))) {
      return space.backing(from);
    }
    long offset = offset(space, from);
    return !hasOwn(space, from) || offset == to ? 0 : offset + 1;
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

  /**
   * Before areas split and merge, gives all pages of an area its family, and the time when its
   * bounds last changed.
   */
  static void spread(Draft draft) {
    SpaceDraft space = draft.parent;
    int now = draft.now();
    for (int page = 0; page < space.size(); ) {
      if (space.is(page, Area.MAPPED)) {
        int end = draft.areaEnd(page);
        int family = Families.first(space, page, end);
        boolean altered = draft.isAltered(page);
        for (int each = page; each < end; each++) {
          space.setFamily(each, family);
          space.setSince(each, altered ? now : space.since(page));
        }
        page = end;
      } else {
        page++;
      }
    }
  }
}
