package org.pageproof.reference.hmm;

import org.pageproof.vocabulary.AddressPlan;

/** Huge pages: how they come to be and how they are split. mm/huge_memory.c. */
final class HugePages {
  private static final int PAGES = AddressPlan.HUGE_PAGES;

  private HugePages() {}

  /**
   * A fault of the process on a page without an entry, where no page table is either: a huge page
   * if the area allows it. do_huge_pmd_anonymous_page().
   *
   * @return whether it was one; otherwise there is a page table now
   */
  static boolean populate(Draft draft, SpaceDraft space, int page, boolean write) {
    if (space.directory(page) != Directory.Kind.NONE) {
      return false;
    }
    if (!isEligible(draft, space)) {
      space.setDirectory(Directory.TABLE);
      return false;
    }
    Families.join(draft, space, page);
    if (write) {
      own(space, Home.SYSTEM);
    } else {
      space.setDirectory(Directory.ZERO);
      for (int each = 0; each < PAGES; each++) {
        space.setEntry(each, CpuEntry.ZERO);
      }
    }
    return true;
  }

  /** Whether all of it lies in one area that was advised to have huge pages. */
  private static boolean isEligible(Draft draft, SpaceDraft space) {
    return space.is(0, Area.ADVISED)
        && (space.equals(draft.parent) ? isOneArea(draft) : draft.childAreaEnd(0) >= PAGES);
  }

  /** Whether all of it lies in one area of anonymous memory. */
  static boolean isOneArea(Draft draft) {
    return Area.isAnonymous(draft.parent.area(0)) && draft.areaEnd(0) >= PAGES;
  }

  /** A huge page of zeros of the process's own. */
  static void own(SpaceDraft space, int home) {
    space.setDirectory(Directory.OWN);
    int entry = CpuEntry.sole(space.is(0, Area.WRITABLE));
    for (int page = 0; page < PAGES; page++) {
      space.setOwn(page, entry, 0, 0);
      space.setHome(page, home);
    }
  }

  /** The pages of a large folio are from now on looked for in this process alone. */
  static void disown(SpaceDraft space) {
    for (int page = 0; page < PAGES; page++) {
      if (space.isPart(page)) {
        space.setEntry(page, space.entry(page) & ~CpuEntry.INHERITED);
      }
    }
  }

  /**
   * A write to the huge page of zeros. do_huge_pmd_wp_page().
   *
   * @return whether the process has a huge page of its own now; otherwise each page has an entry
   */
  static boolean replaceZero(Draft draft, SpaceDraft space) {
    if (!draft.facts.hugeZeroReplaced()) {
      splitEntry(draft, space);
      return false;
    }
    invalidate(draft, space);
    own(space, Home.SYSTEM);
    return true;
  }

  /**
   * Gives each page an entry of its own; what was one folio stays one, wherever it lies.
   * __split_huge_pmd().
   */
  static void splitEntry(Draft draft, SpaceDraft space) {
    Directory.Kind kind = space.directory(0);
    if (kind == Directory.Kind.ZERO || kind == Directory.Kind.OWN) {
      invalidate(draft, space);
      space.setDirectory(
          kind == Directory.Kind.OWN
              ? Directory.PARTS.withCommon(space.hasCommonFolio())
              : Directory.TABLE);
    }
  }

  /** A page of region 0 is to get an entry of its own where it had none, or the page of zeros. */
  static void ensureTable(Draft draft, SpaceDraft space, int page) {
    switch (space.directory(page)) {
      case NONE -> space.setDirectory(Directory.TABLE);
      case ZERO -> splitEntry(draft, space);
      default -> {
        // There is one.
      }
    }
  }

  /** As {@link #splitEntry}, if a range that is dropped is only a part of it. zap_pmd_range(). */
  static void splitEntryAround(Draft draft, int first, int end) {
    if (isCut(first, end)) {
      splitEntry(draft, draft.parent);
    }
  }

  private static boolean isCut(int first, int end) {
    return first < PAGES && (first > 0 || end < PAGES);
  }

  /**
   * As {@link #splitEntry}, if a range that gets an area of its own, or goes away, is only a part
   * of it. Mirrors are told even if there is a page table: where a whole area is cut that could
   * have had a huge page, the kernel tells before it looks. vma_adjust_trans_huge().
   */
  static void splitArea(Draft draft, int first, int end) {
    SpaceDraft space = draft.parent;
    boolean whole = space.hasDirectory() && isOneMapping(draft);
    if (whole && isCut(first, end)) {
      invalidate(draft, space);
      splitEntry(draft, space);
    }
  }

  /** Makes small pages of a large one, however and by whom it is mapped. split_folio(). */
  static void splitFolio(Draft draft, SpaceDraft space) {
    ReverseMap.tellFolio(draft, space, true);
    if (draft.sharesFolio()) {
      splitMapping(draft, draft.other(space));
    }
    splitMapping(draft, space);
  }

  private static void splitMapping(Draft draft, SpaceDraft space) {
    boolean onDevice = space.isPrivate(0) && space.isOfFolio(0);
    for (int page = 0; page < PAGES; page++) {
      if (space.isOfFolio(page)) {
        afterSplit(draft, space, page);
      }
    }
    space.setDirectory(onDevice ? Directory.FRAGMENTS : Directory.TABLE);
  }

  /** A page is the CPU's again, unless it lies on a device; an empty one is the page of zeros. */
  private static void afterSplit(Draft draft, SpaceDraft space, int page) {
    if (space.kind(page) == CpuEntry.EXCLUSIVE) {
      space.setEntry(page, CpuEntry.sole(false));
    }
    if (draft.facts.splitLeavesZeros()
        && space.kind(page) == CpuEntry.OWN
        && space.home(page) == Home.SYSTEM
        && (space.head(page) | space.tail(page)) == 0) {
      space.setEntry(page, CpuEntry.ZERO);
    }
  }

  private static void invalidate(Draft draft, SpaceDraft space) {
    if (space.equals(draft.parent)) {
      draft.invalidate(0, PAGES);
    }
  }

  /** Entries of a range are gone; a page table may go with the last of them. */
  static void afterUnmap(SpaceDraft space) {
    for (int page = 0; page < PAGES && space.hasDirectory(); page++) {
      if (space.is(page, Area.MAPPED)) {
        return;
      }
    }
    if (space.hasDirectory()) {
      space.setDirectory(Directory.NONE);
    }
  }

  /** Entries of a range were dropped. zap_pmd_range(), try_to_free_pte(). */
  static void afterDrop(Draft draft, int first, int end) {
    SpaceDraft space = draft.parent;
    boolean all = space.hasDirectory() && first <= 0 && end >= PAGES;
    if (all && (isHuge(space) || (draft.facts.dropsTables() && isOneMapping(draft)))) {
      space.setDirectory(Directory.NONE);
    }
  }

  private static boolean isOneMapping(Draft draft) {
    return draft.parent.is(0, Area.MAPPED) && draft.areaEnd(0) >= PAGES;
  }

  private static boolean isHuge(SpaceDraft space) {
    return space.directory(0) == Directory.Kind.ZERO || space.directory(0) == Directory.Kind.OWN;
  }

  /** Whether a huge page of the process's own lies in a device's memory. */
  static boolean isOn(SpaceDraft space, int device) {
    return space.directory(0) == Directory.Kind.OWN && space.device(0) == device;
  }
}
