package org.pageproof.reference.hmm;

import java.util.BitSet;
import java.util.OptionalInt;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.MirrorDriver;

/**
 * What becomes of huge pages and of parts of large folios when a chunk migrates: they move as one
 * or are split. mm/migrate_device.c, migrate_vma_collect_pmd().
 */
final class HugeMigration {
  private static final int PAGES = AddressPlan.HUGE_PAGES;

  private HugeMigration() {}

  /**
   * Prepares a chunk that migrates to a mirror's device, or migrates it.
   *
   * @param selected gets the pages that are to migrate one by one
   * @return whether nothing else is to be selected
   */
  static boolean toDevice(Draft draft, int mirror, int start, int end, BitSet selected) {
    SpaceDraft space = draft.parent;
    if (start >= PAGES || !space.hasDirectory()) {
      return false;
    }
    Directory.Kind kind = space.directory(0);
    boolean inSystem = space.home(0) == Home.SYSTEM;
    if (moves(draft, start, end) && kind != Directory.Kind.TABLE && inSystem) {
      wholeToDevice(draft, mirror, kind);
      return true;
    }
    if (kind == Directory.Kind.OWN && inSystem) {
      HugePages.splitFolio(draft, space);
    } else if (kind == Directory.Kind.ZERO && !draft.facts.migratesHuge()) {
      HugePages.splitEntry(draft, space);
    } else if (kind == Directory.Kind.TABLE && draft.facts.migratesHuge()) {
      return splitParts(draft, start, end, selected);
    }
    return false;
  }

  /**
   * Splits a large folio at its first part that could migrate. What lies before it has been passed
   * by then: pages under exclusive access, which the split gives back to the CPU.
   */
  private static boolean splitParts(Draft draft, int start, int end, BitSet selected) {
    SpaceDraft space = draft.parent;
    int part = firstPartOn(space, -1, start, end);
    if (part == end) {
      return false;
    }
    Migration.select(draft, start, part, selected);
    HugePages.splitFolio(draft, space);
    Migration.select(draft, part, end, selected);
    return true;
  }

  /** Whether a chunk is all that a huge page is. */
  private static boolean moves(Draft draft, int start, int end) {
    return draft.facts.migratesHuge() && start == 0 && end >= PAGES && HugePages.isOneArea(draft);
  }

  /**
   * The first page of a range that is a part of a large folio in a device's memory, or in the
   * system's: -1; the end if there is none.
   */
  private static int firstPartOn(SpaceDraft space, int device, int start, int end) {
    for (int page = start; page < end; page++) {
      if (space.isPart(page) && space.kind(page) == CpuEntry.OWN && space.device(page) == device) {
        return page;
      }
    }
    return end;
  }

  private static void wholeToDevice(Draft draft, int mirror, Directory.Kind kind) {
    SpaceDraft space = draft.parent;
    int device = draft.mirror(mirror).device;
    if (kind == Directory.Kind.OWN) {
      tellOfOthers(draft, space);
    }
    boolean fails = draft.failsAllocation(mirror);
    if (fails || (MirrorDriver.isCoherent(device) && !draft.hasFreshMemory())) {
      if (!fails) {
        draft.warn();
      }
      divide(draft, kind);
      for (int page = 0; page < PAGES; page++) {
        Migration.pageToDevice(draft, mirror, device, page);
      }
      return;
    }
    for (int page = 0; page < PAGES; page++) {
      draft.leaveStale(device, mirror, page);
    }
    boolean writable = space.isWritable(0);
    if (kind == Directory.Kind.OWN) {
      moveAll(draft, space, Home.of(device, mirror));
    } else {
      Families.join(draft, space, 0);
      HugePages.own(space, Home.of(device, mirror));
      writable = space.isWritable(0) && !draft.facts.emptyMappedReadOnly();
    }
    for (int page = 0; page < PAGES; page++) {
      draft.setEntry(mirror, page, MirrorEntry.of(writable));
    }
  }

  /** There is no huge page to be had: the pages go on their own. */
  private static void divide(Draft draft, Directory.Kind kind) {
    if (kind != Directory.Kind.NONE) {
      draft.invalidate(0, PAGES);
    }
    if (kind == Directory.Kind.OWN && draft.sharesFolio()) {
      if (draft.child.directory(0) == Directory.Kind.OWN) {
        draft.corrupt();
      }
      draft.child.setDirectory(Directory.TABLE);
    }
    draft.parent.setDirectory(Directory.TABLE);
  }

  /** A process's own entry is gone; mirrors are told if the other process has one too. */
  private static void tellOfOthers(Draft draft, SpaceDraft space) {
    if (draft.sharesFolio()) {
      ReverseMap.tellFolio(draft, space, false);
    }
  }

  private static void moveAll(Draft draft, SpaceDraft space, int home) {
    for (int page = 0; page < PAGES; page++) {
      draft.move(space, page, home);
    }
  }

  /**
   * Prepares a chunk that migrates back from a mirror's device, or migrates it.
   *
   * @return how many pages the driver counts, if it has been migrated; otherwise its pages migrate
   *     one by one
   */
  static OptionalInt toSystem(Draft draft, int mirror, int start, int end) {
    SpaceDraft space = draft.parent;
    if (start >= PAGES || !space.hasDirectory()) {
      return OptionalInt.empty();
    }
    if (!draft.facts.migratesHuge()) {
      splitForNothing(draft, space);
      return OptionalInt.empty();
    }
    int device = draft.mirror(mirror).device;
    boolean mine = HugePages.isOn(space, device);
    if (mine && moves(draft, start, end)) {
      return OptionalInt.of(wholeToSystem(draft, mirror, device));
    }
    if (mine || firstPartOn(space, device, start, end) < end) {
      HugePages.splitFolio(draft, space);
    }
    return OptionalInt.empty();
  }

  /** Before huge pages migrated, those of the system were split though they do not migrate. */
  private static void splitForNothing(Draft draft, SpaceDraft space) {
    if (space.directory(0) == Directory.Kind.OWN) {
      HugePages.splitFolio(draft, space);
    } else {
      HugePages.splitEntry(draft, space);
    }
  }

  private static int wholeToSystem(Draft draft, int mirror, int device) {
    SpaceDraft space = draft.parent;
    tellOfOthers(draft, space);
    boolean fails = draft.failsAllocation(mirror);
    if (fails) {
      divide(draft, Directory.Kind.OWN);
    }
    forget(draft, mirror, device);
    moveAll(draft, space, Home.SYSTEM);
    return fails ? PAGES : 1;
  }

  /**
   * The mirror that had migrated a huge page loses its entries; others of its device keep theirs.
   */
  private static void forget(Draft draft, int mirror, int device) {
    draft.erase(mirror, 0, PAGES - 1);
    for (int page = 0; page < PAGES; page++) {
      draft.leaveStale(device, mirror, page);
    }
  }

  /**
   * A CPU faults on a huge page in private memory; if there is none in the system, its entry is
   * split. dmirror_devmem_fault().
   */
  static void back(Draft draft, SpaceDraft space) {
    int mirror = Home.mirror(space.home(0));
    int device = space.device(0);
    boolean mine = space.equals(draft.parent);
    if (mine) {
      draft.invalidateOthers(device, 0, PAGES);
    }
    tellOfOthers(draft, space);
    draft.erase(mirror, 0, PAGES - 1);
    if (draft.failsAllocation(mirror)) {
      HugePages.splitEntry(draft, space);
      return;
    }
    if (mine) {
      forget(draft, mirror, device);
    }
    moveAll(draft, space, Home.SYSTEM);
  }

  /** Whether the known kernel dies when it evicts a device. */
  static boolean killsWhenEvicted(HmmState state, int device) {
    return killsWhenEvicted(state.parent(), device) || killsWhenEvicted(state.child(), device);
  }

  /** Whether the known kernel dies of what a process has in a device's memory. */
  static boolean killsWhenEvicted(AddressSpace space, int device) {
    return space.directory.isFragile()
        && CpuEntry.kind(space.entry[0]) == CpuEntry.OWN
        && Home.device(space.home[0]) == device;
  }
}
