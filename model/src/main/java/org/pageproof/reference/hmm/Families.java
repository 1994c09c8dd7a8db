package org.pageproof.reference.hmm;

import org.pageproof.vocabulary.Layout;

/**
 * Which areas the kernel looks into when it looks for all that map an own page: those of one family
 * that cover the page's place, whether they map it or not. Mirrors are told of each. mm/rmap.c.
 */
final class Families {
  /** What makes neighbours strangers to each other; their protection does not. */
  private static final int KIND =
      Area.MAPPED | Area.SHARED | Area.FILE | Area.UNACCOUNTED | Area.ADVISED;

  private Families() {}

  /**
   * An area gets an own page: its first one makes it a member of a neighbour's family if the two
   * could be one area, and else begins a family. __anon_vma_prepare().
   */
  static void join(Draft draft, SpaceDraft space, int page) {
    if (space.family(page) == AddressSpace.NO_FAMILY) {
      // Nobody looks from the outside into areas of the child that it has filled itself.
      space.setFamily(page, space.equals(draft.parent) ? familyOf(draft, page) : 1);
    }
  }

  private static int familyOf(Draft draft, int page) {
    SpaceDraft space = draft.parent;
    int start = draft.areaStart(page);
    int end = draft.areaEnd(page);
    int own = first(space, start, end);
    if (own != AddressSpace.NO_FAMILY) {
      return own;
    }
    int after = end < space.size() && continues(space, end) ? at(draft, end) : 0;
    if (after != AddressSpace.NO_FAMILY) {
      return after;
    }
    int before = start > 0 && continues(space, start) ? at(draft, start - 1) : 0;
    return before != AddressSpace.NO_FAMILY ? before : unused(draft);
  }

  /** The family of a mapped page's area. */
  static int at(Draft draft, int page) {
    return first(draft.parent, draft.areaStart(page), draft.areaEnd(page));
  }

  /** The family of pages of one area. */
  static int first(SpaceDraft space, int start, int end) {
    for (int page = start; page < end; page++) {
      if (space.family(page) != AddressSpace.NO_FAMILY) {
        return space.family(page);
      }
    }
    return AddressSpace.NO_FAMILY;
  }

  private static boolean continues(SpaceDraft space, int page) {
    return Areas.areAlike(space, page - 1, page, KIND);
  }

  private static int unused(Draft draft) {
    int last = AddressSpace.NO_FAMILY;
    for (int page = 0; page < draft.parent.size(); page++) {
      last = Math.max(last, Math.max(draft.parent.family(page), draft.child.family(page)));
    }
    return last + 1;
  }

  /**
   * The family that an anonymous area without one gets when its end is copied to {@code to}, or its
   * start: the original goes only when the copy is there. For that while both are one area with
   * what lies behind the copy, if that continues them. copy_vma().
   *
   * @param layout the areas, in which nothing is mapped at the copy's place
   * @param from a page of the area; areas have been spread
   * @return {@link AddressSpace#NO_FAMILY} if it gets none
   */
  static int joinedByCopy(Draft draft, Layout layout, int from, int to, int count) {
    SpaceDraft space = draft.parent;
    boolean alone = space.family(from) == AddressSpace.NO_FAMILY;
    if (!alone || !Area.isAnonymous(space.area(from))) {
      return AddressSpace.NO_FAMILY;
    }
    boolean above = Areas.end(draft.plan(), layout, from) == to;
    boolean below = Areas.start(draft.plan(), layout, from) == to + count;
    int behind = above ? to + count : to - 1;
    boolean joins = (above || below) && behind >= 0 && behind < space.size();
    return joins && Areas.areAlike(space, from, behind, Area.ALL)
        ? space.family(behind)
        : AddressSpace.NO_FAMILY;
  }

  /** Gives what is left of the area that held a page a family. */
  static void give(Draft draft, Layout layout, int page, int family) {
    int end = Areas.end(draft.plan(), layout, page);
    for (int each = Areas.start(draft.plan(), layout, page); each < end; each++) {
      if (draft.parent.is(each, Area.MAPPED)) {
        draft.parent.setFamily(each, family);
      }
    }
  }

  /** Whether an area of the process that is of a page's family begins at another page. */
  static boolean isFirstOfKin(Draft draft, int page, int first) {
    return draft.parent.is(first, Area.MAPPED)
        && draft.areaStart(first) == first
        && at(draft, first) == at(draft, page);
  }

  /** Whether looking for all that map an own page of the process leads to another page of it. */
  static boolean leads(Draft draft, int page, int other) {
    SpaceDraft space = draft.parent;
    return Area.isAnonymous(space.area(other))
        && Area.isAnonymous(space.area(page))
        && Areas.offset(space, other) == Areas.offset(space, page)
        && at(draft, page) != AddressSpace.NO_FAMILY
        && at(draft, other) == at(draft, page);
  }
}
