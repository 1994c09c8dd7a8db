package org.pageproof.reference.hmm;

/**
 * Who looks for all that map a page, to unmap it, comes to one area after the other and tells
 * mirrors of each, whether or not the page is mapped there, until nobody maps the page any more.
 * Areas are found by where they began at first, then by when their bounds last changed. mm/rmap.c,
 * rmap_walk_anon().
 */
final class ReverseMap {
  private ReverseMap() {}

  /** Mirrors are told of a page that only the parent maps, and of all that is found before it. */
  static void tellUpTo(Draft draft, int page) {
    if (!draft.parent.hasMoved()) { // then there is nothing like it
      draft.invalidate(page, page + 1);
      return;
    }
    for (int other = 0; other < draft.parent.size(); other++) {
      if (other == page || (Families.leads(draft, page, other) && isBefore(draft, other, page))) {
        draft.invalidate(other, other + 1);
      }
    }
  }

  /**
   * Mirrors are told of a page that migrates and of all like it, as far as they are found before
   * the child's area: the parent's own entry is gone by then, and the child's is the last.
   */
  static void tellUpToChild(Draft draft, int page) {
    int kin = draft.parent.kin(page);
    if (!draft.parent.hasMoved()) { // then there is nothing like it
      if (isBeforeChild(draft, page, kin)) {
        draft.invalidate(page, page + 1);
      }
      return;
    }
    for (int other = 0; other < draft.parent.size(); other++) {
      if ((other == page || Families.leads(draft, page, other))
          && isBeforeChild(draft, other, kin)) {
        draft.invalidate(other, other + 1);
      }
    }
  }

  /**
   * Mirrors are told of a page that is unmapped wherever it is mapped, and of all like it that is
   * found before the last area that maps it.
   */
  static void tell(Draft draft, SpaceDraft space, int page) {
    int entry = space.entry(page);
    if (space.equals(draft.parent)) {
      tellUpTo(draft, page);
      if (CpuEntry.isCommon(entry) && space.kin(page) != AddressSpace.NO_KIN) {
        tellUpToChild(draft, page);
      }
      return;
    }
    boolean fromParent =
        CpuEntry.isCommon(entry)
            || (entry & CpuEntry.INHERITED) != 0
            || CpuEntry.kind(entry) == CpuEntry.CACHE;
    int kin = space.kin(page);
    if (fromParent && kin != AddressSpace.NO_KIN) {
      tellUpToChild(draft, kin);
    }
  }

  /** Whether the area of a page of the parent is found before that of another of its pages. */
  private static boolean isBefore(Draft draft, int page, int other) {
    int order = Long.compare(offset(draft, page), offset(draft, other));
    return order < 0 || (order == 0 && since(draft, page) < since(draft, other));
  }

  /** Whether the area of a page of the parent is found before that of a page of the child. */
  private static boolean isBeforeChild(Draft draft, int page, int inChild) {
    int start = Areas.start(draft.plan(), draft.childLayout(), inChild);
    int order = Long.compare(offset(draft, page), Areas.offset(draft.child, start));
    return order < 0 || (order == 0 && since(draft, page) < draft.child.since(inChild));
  }

  private static long offset(Draft draft, int page) {
    return Areas.offset(draft.parent, draft.areaStart(page));
  }

  private static int since(Draft draft, int page) {
    return draft.isAltered(page) ? Integer.MAX_VALUE : draft.parent.since(page);
  }
}
