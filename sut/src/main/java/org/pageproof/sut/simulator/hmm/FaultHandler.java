package org.pageproof.sut.simulator.hmm;

import org.jspecify.annotations.Nullable;

/**
 * What an access to a page does (mm/memory.c), and how the kernel itself gets at one (mm/gup.c).
 */
final class FaultHandler {
  private final Memory memory;
  private final HmmConfig config;
  private final DeviceFaults deviceFaults;

  FaultHandler(Memory memory, DeviceFaults deviceFaults) {
    this.memory = memory;
    this.config = memory.config();
    this.deviceFaults = deviceFaults;
  }

  /**
   * Handles a fault once; the access may fault again after it.
   *
   * @return whether there was enough memory for it
   */
  boolean handle(AddressSpace space, Vma area, int page, boolean write) {
    PageTable table = space.table();
    switch (table.kind(page)) {
      case NONE -> populate(space, area, page, write);
      case DEVICE -> {
        return deviceFaults.fetch(space, area, page);
      }
      case EXCLUSIVE -> restore(space, area, page);
      case PRESENT -> {
        if (write && !table.isWritable(page)) {
          unshare(space, area, page);
        }
      }
      case MIGRATION -> throw new IllegalStateException("a migration was left behind");
    }
    return true;
  }

  private void populate(AddressSpace space, Vma area, int page, boolean write) {
    if (space.table().hasNothing(page) && area.mayBeHuge(page)) {
      populateHuge(space, area, PageTable.tableStart(page), write);
      return;
    }
    CachedFile file = area.file();
    Frame cached = file == null ? null : file.page(area.offsetOf(page));
    if (cached != null && area.isShared()) {
      space.table().map(page, cached, area.isWritable());
    } else if (write) {
      space.table().map(page, memory.newPage(space, area, page, cached), area.isWritable());
    } else {
      space.table().map(page, cached == null ? memory.zero() : cached, false);
    }
  }

  private void populateHuge(AddressSpace space, Vma area, int first, boolean write) {
    space.prepareAnonVma(area); // even for zeros
    Folio folio = write ? memory.newHugePage(space, area, first) : null;
    for (int i = 0; i < PageTable.TABLE_PAGES; i++) {
      Frame frame = folio == null ? memory.hugeZero() : folio.frame(i);
      space.table().map(first + i, frame, folio != null && area.isWritable());
    }
    space.table().join(first);
  }

  /** Takes a page back from a device that has it exclusively. */
  private void restore(AddressSpace space, Vma area, int page) {
    space.invalidate(page, page + 1);
    restoreSilently(space, area, page);
  }

  /** The same where all mirrors have been told. */
  void restoreSilently(AddressSpace space, Vma area, int page) {
    PageTable table = space.table();
    boolean write =
        config.exclusiveUnmaps()
            ? table.isWritable(page)
            : area.isWritable() && table.frame(page).isExclusive();
    table.restore(page, write, !config.exclusiveUnmaps());
  }

  /**
   * Lets a page be written that is mapped for reading: in place if its frame is its own, else by a
   * copy.
   */
  private void unshare(AddressSpace space, Vma area, int page) {
    PageTable table = space.table();
    if (table.isHuge(page) && unshareHuge(space, area, PageTable.tableStart(page))) {
      return;
    }
    Frame frame = table.frame(page);
    boolean own = frame.isAnonymous() && (frame.isExclusive() || isLastUser(space, page, frame));
    if (own) {
      frame.setExclusive(true);
      relabel(frame, area);
    }
    if (own || area.isShared()) {
      table.setWritable(page, area.isWritable());
      return;
    }
    Frame copy = memory.newPage(space, area, page, frame);
    space.invalidate(page, page + 1);
    table.map(page, copy, area.isWritable());
  }

  /** The same for a huge entry; false if it was replaced by a table instead. */
  private boolean unshareHuge(AddressSpace space, Vma area, int first) {
    int end = first + PageTable.TABLE_PAGES;
    boolean isZero = space.table().frame(first) == memory.hugeZero();
    if (isZero && config.replacesHugeZero()) {
      space.invalidate(first, end);
      populateHuge(space, area, first, true);
      return true;
    }
    if (isZero || !isOwnHuge(space.table(), first)) {
      space.splitHuge(first);
      return false;
    }
    for (int page = first; page < end; page++) {
      Frame frame = space.table().frame(page);
      frame.setExclusive(true);
      frame.label(area.anonVma(), frame.index());
      space.table().setWritable(page, area.isWritable());
    }
    return true;
  }

  /** Lets the reverse mapping of a frame, and of the folio it is a part of, begin at an area. */
  private static void relabel(Frame frame, Vma area) {
    Folio folio = frame.folio();
    for (int i = 0; i < (folio == null ? 1 : PageTable.TABLE_PAGES); i++) {
      Frame each = folio == null ? frame : folio.frame(i);
      each.label(area.anonVma(), each.index());
    }
  }

  /** Whether nobody else refers to what a huge entry maps. */
  private static boolean isOwnHuge(PageTable table, int first) {
    boolean own = true;
    for (int page = first; page < first + PageTable.TABLE_PAGES; page++) {
      own &= table.frame(page).isExclusive() || table.frame(page).references() == 1;
    }
    return own;
  }

  /**
   * Whether the only reference to a frame is this entry. For a page of a large folio that takes,
   * since 6.15, that all of what is still mapped of the folio is mapped here, and is more than this
   * page; before, such a page always counts as used by others.
   */
  private boolean isLastUser(AddressSpace space, int page, Frame frame) {
    Folio folio = frame.folio();
    if (folio == null) {
      return frame.references() == 1;
    }
    if (!config.reusesLargeFolios()) {
      return false;
    }
    int first = page - frame.position();
    int mapped = 0;
    for (int i = 0; i < PageTable.TABLE_PAGES; i++) {
      Frame each = folio.frame(i);
      if (each.references() > 0) {
        mapped++;
        if (each.references() > 1 || !space.table().refersTo(first + i, each)) {
          return false;
        }
      }
    }
    return mapped > 1;
  }

  /** Gets at a page to write it, and replaces a huge entry that maps it by a table. */
  @Nullable Frame getSmall(AddressSpace space, Vma area, int page) {
    if (!area.isWritable()) {
      return null;
    }
    while (true) {
      if (space.table().kind(page) == EntryKind.PRESENT) {
        space.splitHuge(page);
      }
      if (isReachable(space, area, page, true)) {
        return space.table().frame(page);
      }
      if (!handle(space, area, page, true)) {
        return null;
      }
    }
  }

  /**
   * Gets at a page as the kernel does for a debugger: the protection of private memory does not
   * matter.
   *
   * @return the page's frame; null if it cannot be had or there was not enough memory
   */
  @Nullable Frame get(AddressSpace space, Vma area, int page, boolean write) {
    if (write && !area.isWritable() && area.isShared()) {
      return null;
    }
    while (!isReachable(space, area, page, write)) {
      if (!handle(space, area, page, write)) {
        return null;
      }
    }
    return space.table().frame(page);
  }

  /** Whether a page can be read or written now; without permission only if that is safe. */
  private static boolean isReachable(AddressSpace space, Vma area, int page, boolean write) {
    PageTable table = space.table();
    if (table.kind(page) != EntryKind.PRESENT) {
      return false;
    }
    if (!write || table.isWritable(page)) {
      return true;
    }
    Frame frame = table.frame(page);
    return !area.isWritable() && frame.isAnonymous() && frame.isExclusive();
  }
}
