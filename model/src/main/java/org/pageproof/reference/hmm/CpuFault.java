package org.pageproof.reference.hmm;

import org.pageproof.vocabulary.AddressPlan;

/** Faults of a CPU on pages that it may access. mm/memory.c, handle_pte_fault(). */
final class CpuFault {
  private CpuFault() {}

  /**
   * Faults until the access can be made.
   *
   * @return whether it can; otherwise memory could not be had, and another attempt may succeed
   */
  static boolean resolve(Draft draft, SpaceDraft space, int page, boolean write) {
    while (!isCpus(space, page)) {
      if (!once(draft, space, page, write)) {
        return false;
      }
    }
    return once(draft, space, page, write);
  }

  /** Whether a fault is the last before the access: it is not where a device has the page. */
  static boolean isCpus(SpaceDraft space, int page) {
    int kind = space.kind(page);
    return kind != CpuEntry.EXCLUSIVE && !(kind == CpuEntry.OWN && space.isPrivate(page));
  }

  /**
   * Faults once. A page that a device has becomes the CPU's again, with the entry that it had.
   *
   * @return false if memory could not be had
   */
  static boolean once(Draft draft, SpaceDraft space, int page, boolean write) {
    switch (space.kind(page)) {
      case CpuEntry.NONE -> {
        if (!HugePages.populate(draft, space, page, write)) {
          populate(draft, space, page, write);
        }
      }
      case CpuEntry.ZERO -> {
        boolean huge = space.directory(page) == Directory.Kind.ZERO;
        if (write && !(huge && HugePages.replaceZero(draft, space))) {
          invalidate(draft, space, page);
          copyOnWrite(draft, space, page, 0, 0);
        }
      }
      case CpuEntry.CACHE -> {
        if (write && space.is(page, Area.FILE)) {
          invalidate(draft, space, page);
          copyOnWrite(draft, space, page, space.head(page), space.tail(page));
        }
      }
      case CpuEntry.OWN -> {
        if (space.isPrivate(page)) {
          return Migration.back(draft, space, page);
        }
        if (write && !space.isWritable(page)) {
          breakSharing(draft, space, page);
        }
      }
      default -> restore(draft, space, page);
    }
    return true;
  }

  /** As often as needed: what user code does. */
  static void insist(Draft draft, SpaceDraft space, int page, boolean write) {
    while (!resolve(draft, space, page, write)) {
      // The failing allocation fails once; mm/oom_kill.c, pagefault_out_of_memory().
    }
  }

  /** The first entry of a page; nobody has to be told of it. */
  private static void populate(Draft draft, SpaceDraft space, int page, boolean write) {
    boolean writable = space.is(page, Area.WRITABLE);
    if (space.is(page, Area.SHARED)) {
      space.setEntry(page, CpuEntry.CACHE | (writable ? CpuEntry.WRITABLE : 0));
    } else if (write) {
      long word = space.is(page, Area.FILE) ? space.backing(page) : 0;
      copyOnWrite(draft, space, page, word, word);
    } else if (space.is(page, Area.FILE)) {
      space.setEntry(page, CpuEntry.CACHE);
      space.setWords(page, space.backing(page), space.backing(page));
    } else {
      space.setEntry(page, CpuEntry.ZERO);
    }
  }

  /** A new own page. */
  private static void copyOnWrite(Draft draft, SpaceDraft space, int page, long head, long tail) {
    Families.join(draft, space, page);
    space.setOwn(page, CpuEntry.sole(space.is(page, Area.WRITABLE)), head, tail);
  }

  /**
   * A write to an own page whose entry is read-only: a copy if somebody else may map it; otherwise
   * the page is from then on looked for in this process alone. do_wp_page(), do_huge_pmd_wp_page().
   */
  private static void breakSharing(Draft draft, SpaceDraft space, int page) {
    int sole = CpuEntry.sole(space.is(page, Area.WRITABLE));
    if (space.directory(page) == Directory.Kind.OWN) {
      if (CpuEntry.isSole(space.entry(page)) || !draft.sharesFolio()) {
        for (int each = 0; each < AddressPlan.HUGE_PAGES; each++) {
          space.setEntry(each, sole);
        }
        return;
      }
      HugePages.splitEntry(draft, space);
    }
    if (isReused(draft, space, page)) {
      space.setEntry(page, sole);
      return;
    }
    invalidate(draft, space, page);
    draft.unshare(space, page);
    space.setDirectory(space.directory().without(page));
    copyOnWrite(draft, space, page, space.head(page), space.tail(page));
  }

  /** Whether a page of its own entry is written in place. wp_can_reuse_anon_folio(). */
  private static boolean isReused(Draft draft, SpaceDraft space, int page) {
    int entry = space.entry(page);
    if (CpuEntry.isSole(entry) || !space.isPart(page)) {
      return !CpuEntry.isCommon(entry);
    }
    if (!draft.facts.reusesLargeFolios() || draft.sharesFolio() || space.directory().parts() == 1) {
      return false;
    }
    HugePages.disown(space);
    return true;
  }

  /** Ends a device's exclusive access. remove_device_exclusive_entry(). */
  private static void restore(Draft draft, SpaceDraft space, int page) {
    invalidate(draft, space, page);
    restoreEntry(draft, space, page);
  }

  /** The entry that exclusive access had replaced. restore_exclusive_pte(). */
  static void restoreEntry(Draft draft, SpaceDraft space, int page) {
    boolean was = !draft.facts.exclusiveKinds() || space.isWritable(page);
    boolean writable = was && space.is(page, Area.WRITABLE);
    space.setEntry(page, CpuEntry.sole(writable));
  }

  private static void invalidate(Draft draft, SpaceDraft space, int page) {
    if (space.equals(draft.parent)) {
      draft.invalidate(page, page + 1);
    }
  }
}
