package org.pageproof.reference.hmm;

import org.pageproof.vocabulary.AddressPlan;

/**
 * Who looks for all that map a page, to unmap it, comes to one area after the other and tells
 * mirrors of each, whether or not the page is mapped there, until nobody maps the page any more.
 * Areas are found by where they began at first, then by when their bounds last changed. mm/rmap.c,
 * rmap_walk_anon().
 */
final class ReverseMap {
  private static final int NOWHERE = -1;

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

  /**
   * Mirrors are told of the areas of the parent that a large folio may be mapped in, as far as they
   * are found before the last one that maps any of it.
   *
   * @param space the process whose large folio it is
   * @param inSpace whether that process still maps it; the other does if it is its folio too
   */
  static void tellFolio(Draft draft, SpaceDraft space, boolean inSpace) {
    boolean isParent = space.equals(draft.parent);
    boolean shared = draft.sharesFolio();
    int inParent = (isParent ? inSpace : shared) ? lastOfFolio(draft, draft.parent) : NOWHERE;
    int inChild = (isParent ? shared : inSpace) ? lastOfFolio(draft, draft.child) : NOWHERE;
    int family = isParent || shared ? familyOfParent(draft) : familyOfChild(draft);
    for (int page = 0; page < AddressPlan.HUGE_PAGES; page++) {
      if (draft.parent.is(page, Area.MAPPED) && draft.areaStart(page) == page) {
        boolean reached =
            page <= inParent || (inChild != NOWHERE && isBeforeChild(draft, page, inChild));
        if (reached && Families.at(draft, page) == family) {
          draft.invalidate(page, Math.min(AddressPlan.HUGE_PAGES, draft.areaEnd(page)));
        }
      }
    }
  }

  /** The last page that is mapped of a process's large folio. */
  private static int lastOfFolio(Draft draft, SpaceDraft space) {
    int last = AddressPlan.HUGE_PAGES - 1;
    while (last >= 0 && !(space.isOfFolio(last) && isMapped(draft, space.kind(last)))) {
      last--;
    }
    return last;
  }

  /** Before 6.15 what a device has exclusively does not count as mapped. */
  private static boolean isMapped(Draft draft, int kind) {
    return kind == CpuEntry.OWN || (kind == CpuEntry.EXCLUSIVE && !draft.facts.exclusiveKinds());
  }

  private static int familyOfParent(Draft draft) {
    int page = 0;
    while (!draft.parent.isOfFolio(page)) {
      page++;
    }
    return Families.at(draft, page);
  }

  /** The family of the parent that the child's large folio is from. */
  private static int familyOfChild(Draft draft) {
    for (int page = 0; page < AddressPlan.HUGE_PAGES; page++) {
      int entry = draft.child.entry(page);
      if (draft.child.isOfFolio(page) && (entry & CpuEntry.INHERITED) != 0) {
        return Families.first(draft.child, draft.childAreaStart(page), draft.childAreaEnd(page));
      }
    }
    return NOWHERE;
  }

  /** Whether the area of a page of the parent is found before that of another of its pages. */
  private static boolean isBefore(Draft draft, int page, int other) {
    int order = Long.compare(offset(draft, page), offset(draft, other));
    return order < 0 || (order == 0 && since(draft, page) < since(draft, other));
  }

  /** Whether the area of a page of the parent is found before that of a page of the child. */
  private static boolean isBeforeChild(Draft draft, int page, int inChild) {
    int start = draft.childAreaStart(inChild);
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
