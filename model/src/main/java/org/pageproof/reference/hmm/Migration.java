package org.pageproof.reference.hmm;

import java.util.BitSet;
import java.util.OptionalInt;

/** Migration between system and device memory. mm/migrate_device.c with the driver's part. */
final class Migration {
  private Migration() {}

  /** What a migration of a range came to. */
  enum Result {
    DONE,
    /** A chunk began at a page that is not mapped, or that may not be read. */
    INVALID,
    NO_MEMORY
  }

  /** Migrates pages of the process to the memory of a mirror's device. */
  static Result toDevice(Draft draft, int mirror, int first, int count) {
    int end = first + count;
    for (int start = first; start < end; ) {
      if (!draft.parent.is(start, Area.READABLE)) {
        return Result.INVALID;
      }
      int next = chunkEnd(draft, start, end);
      chunkToDevice(draft, mirror, start, next);
      start = next;
    }
    return Result.DONE;
  }

  private static int chunkEnd(Draft draft, int start, int end) {
    int next = Math.min(end, start + draft.facts.migrationChunk());
    return Math.min(next, draft.areaEnd(start));
  }

  private static void chunkToDevice(Draft draft, int mirror, int start, int end) {
    SpaceDraft space = draft.parent;
    int device = draft.mirror(mirror).device;
    draft.invalidateOthers(device, start, end);
    BitSet selected = new BitSet();
    if (!HugeMigration.toDevice(draft, mirror, start, end, selected)) {
      select(draft, start, end, selected);
    }
    for (int page = start; page < end; page++) {
      if (selected.get(page) && draft.mappedTwice(space, page)) {
        ReverseMap.tellUpToChild(draft, page);
      }
    }
    for (int page = start; page < end; page++) {
      if (selected.get(page) && !draft.failsAllocation(mirror)) {
        pageToDevice(draft, mirror, device, page);
      }
    }
  }

  /** Adds the pages of a range that are selected. */
  static void select(Draft draft, int start, int end, BitSet selected) {
    for (int page = start; page < end; page++) {
      if (leavesSystem(draft.parent, page)) {
        selected.set(page);
      }
    }
  }

  /** Whether a page is selected; whether it then migrates depends on what it is. */
  private static boolean leavesSystem(SpaceDraft space, int page) {
    if (space.isPart(page) && space.kind(page) != CpuEntry.NONE) {
      return false;
    }
    return switch (space.kind(page)) {
      case CpuEntry.NONE -> Area.isAnonymous(space.area(page));
      case CpuEntry.ZERO, CpuEntry.CACHE -> true;
      case CpuEntry.OWN -> space.home(page) == Home.SYSTEM;
      default -> false;
    };
  }

  /** Moves a page that was selected. */
  static void pageToDevice(Draft draft, int mirror, int device, int page) {
    SpaceDraft space = draft.parent;
    int home = Home.of(device, mirror);
    switch (space.kind(page)) {
      case CpuEntry.CACHE -> {
        // Copied, found to be no anonymous page, and thrown away.
      }
      case CpuEntry.OWN -> {
        draft.leaveStale(device, mirror, page);
        draft.move(space, page, home);
        draft.setEntry(mirror, page, MirrorEntry.of(space.isWritable(page)));
      }
      default -> {
        boolean writable = space.is(page, Area.WRITABLE);
        HugePages.ensureTable(draft, space, page);
        draft.leaveStale(device, mirror, page);
        Families.join(draft, space, page);
        space.setOwn(page, CpuEntry.sole(writable), 0, 0);
        space.setHome(page, home);
        boolean mappedWritable = writable && !draft.facts.emptyMappedReadOnly();
        draft.setEntry(mirror, page, MirrorEntry.of(mappedWritable));
      }
    }
  }

  /** How many pages of a range came back, and how it ended. */
  record Returned(int pages, Result result) {}

  /** Migrates pages of the process back from the memory of a mirror's device. */
  static Returned toSystem(Draft draft, int mirror, int first, int count) {
    int end = first + count;
    int migrated = 0;
    for (int start = first; start < end; ) {
      if (!draft.parent.is(start, Area.READABLE)) {
        return new Returned(migrated, Result.INVALID);
      }
      int next = chunkEnd(draft, start, end);
      int back = chunkToSystem(draft, mirror, start, next);
      if (back < 0) {
        return new Returned(migrated, Result.NO_MEMORY);
      }
      migrated += back;
      start = next;
    }
    return new Returned(migrated, Result.DONE);
  }

  private static int chunkToSystem(Draft draft, int mirror, int start, int end) {
    SpaceDraft space = draft.parent;
    int device = draft.mirror(mirror).device;
    draft.invalidateOthers(device, start, end);
    OptionalInt huge = HugeMigration.toSystem(draft, mirror, start, end);
    if (huge.isPresent()) {
      return huge.getAsInt();
    }
    for (int page = start; page < end; page++) {
      if (returns(space, page, device) && draft.mappedTwice(space, page)) {
        ReverseMap.tellUpToChild(draft, page);
      }
    }
    int migrated = 0;
    for (int page = start; page < end; page++) {
      if (returns(space, page, device)) {
        if (draft.failsAllocation(mirror)) {
          return -1;
        }
        draft.setEntry(mirror, page, MirrorEntry.NONE);
        draft.leaveStale(device, mirror, page);
        draft.move(space, page, Home.SYSTEM);
        migrated++;
      }
    }
    return migrated;
  }

  private static boolean returns(SpaceDraft space, int page, int device) {
    return space.kind(page) == CpuEntry.OWN && space.device(page) == device;
  }

  /**
   * A CPU faults on a page in private memory. dmirror_devmem_fault().
   *
   * @return whether the page came back; otherwise there was no memory for it
   */
  static boolean back(Draft draft, SpaceDraft space, int page) {
    if (space.directory(page) == Directory.Kind.OWN) {
      HugeMigration.back(draft, space);
      return true;
    }
    int home = space.home(page);
    int device = Home.device(home);
    boolean mine = space.equals(draft.parent);
    if (mine) {
      draft.invalidateOthers(device, page, page + 1);
    }
    if (space.isPart(page)) {
      HugePages.splitFolio(draft, space);
    }
    if (draft.mappedTwice(space, page)) {
      if (mine) {
        ReverseMap.tellUpToChild(draft, page);
      } else {
        draft.invalidate(space.kin(page), space.kin(page) + 1);
      }
    }
    int mirror = Home.mirror(home);
    if (draft.failsAllocation(mirror)) {
      return false;
    }
    // By the faulting address, whichever process's it is.
    draft.erase(mirror, page, page);
    if (mine) {
      draft.leaveStale(device, mirror, page);
    }
    draft.move(space, page, Home.SYSTEM);
    return true;
  }

  /** All memory of a device goes back to the system. dmirror_device_evict_chunk(). */
  static void evict(Draft draft, int device) {
    evict(draft, draft.parent, device, false);
    evict(draft, draft.child, device, false);
  }

  /**
   * As the known kernel does it: a page under exclusive access becomes the CPU's again, stays where
   * it is and is never freed; no mirror is told. remove_migration_pte().
   */
  static void evictLeaking(Draft draft, int device) {
    evict(draft, draft.parent, device, true);
    evict(draft, draft.child, device, true);
  }

  private static void evict(Draft draft, SpaceDraft space, int device, boolean leaking) {
    boolean told = false;
    for (int page = 0; page < space.size(); page++) {
      if (space.device(page) == device) {
        boolean exclusive = space.kind(page) == CpuEntry.EXCLUSIVE;
        if (!exclusive || !leaking) {
          if (!space.isOfFolio(page)) {
            ReverseMap.tell(draft, space, page);
          } else if (!told) {
            told = true;
            ReverseMap.tellFolio(draft, space, true);
          }
          draft.move(space, page, Home.SYSTEM);
        }
        if (exclusive) {
          space.setEntry(page, CpuEntry.sole(false));
        }
      }
    }
  }

  /** Whether the known kernel leaks pages when it evicts a device. */
  static boolean leaks(HmmState state, int device) {
    if (!state.facts().leaksExclusive()) {
      return false;
    }
    AddressSpace space = state.parent();
    for (int page = 0; page < space.size(); page++) {
      if (CpuEntry.kind(space.entry[page]) == CpuEntry.EXCLUSIVE
          && Home.device(space.home[page]) == device) {
        return true;
      }
    }
    return false;
  }
}
