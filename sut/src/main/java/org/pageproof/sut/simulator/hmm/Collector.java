package org.pageproof.sut.simulator.hmm;

import org.pageproof.sut.simulator.Fault;

/** The first phase of a migration: which pages of a part of an area it takes. */
final class Collector {
  private final Memory memory;
  private final HmmConfig config;
  private final Splitter splitter;
  private final Migration migration;
  private final AddressSpace space;
  private final Vma area;
  private final int start;
  private final Selection selection;
  private final Device owner;

  /**
   * Collects for a migration.
   *
   * @param start the migration's first page
   * @param owner the device whose driver migrates
   */
  Collector(
      Memory memory,
      Splitter splitter,
      Migration migration,
      AddressSpace space,
      Vma area,
      int start,
      Selection selection,
      Device owner) {
    this.memory = memory;
    this.config = memory.config();
    this.splitter = splitter;
    this.migration = migration;
    this.space = space;
    this.area = area;
    this.start = start;
    this.selection = selection;
    this.owner = owner;
  }

  /**
   * Collects the pages up to {@code end}.
   *
   * @return whether they are one huge page or, on the way to a device, are to become one
   */
  boolean collect(int end) {
    boolean whole = false;
    int next;
    for (int first = start; first < end; first = next) {
      next = Math.min(end, PageTable.tableStart(first) + PageTable.TABLE_PAGES);
      whole = mayMoveWhole(first, next);
      if (whole || takesAny(first)) {
        for (int page = first; page < next; page++) {
          collect(page, whole);
        }
      }
    }
    return whole;
  }

  /** Whether the pages of [first, end) are all of a huge page, or of a place for one. */
  private boolean mayMoveWhole(int first, int end) {
    PageTable table = space.table();
    if (!config.migratesHugePages() || end - first < PageTable.TABLE_PAGES) {
      return false;
    }
    if (table.isHuge(first)) {
      return takes(table.frame(first));
    }
    return table.hasNothing(first) && area.file() == null && selection == Selection.SYSTEM;
  }

  /**
   * Splits what maps a page if it is huge. Since 6.19 only what is to migrate is split, and the
   * huge page of zeros not before something is put in its place.
   *
   * @return whether there may be pages to collect
   */
  private boolean takesAny(int page) {
    if (!space.table().isHuge(page)) {
      return true;
    }
    Frame frame = space.table().frame(page);
    Folio folio = frame.folio();
    boolean taken = takes(frame);
    if (folio == null && !config.migratesHugePages()) {
      space.splitHuge(page);
    } else if (folio != null && (taken || !config.migratesHugePages())) {
      splitter.split(folio);
    }
    return taken;
  }

  /** Decides about a page; what is to migrate gets a migration entry at once. */
  private void collect(int page, boolean whole) {
    PageTable table = space.table();
    EntryKind kind = table.kind(page);
    if (kind == EntryKind.NONE) {
      if (area.file() == null) {
        migration.select(page - start, null, false); // a page may be made in device memory
      }
      return;
    }
    if ((kind != EntryKind.PRESENT && kind != EntryKind.DEVICE) || !takes(table.frame(page))) {
      return;
    }
    Frame frame = table.frame(page);
    if (memory.isZero(frame)) {
      migration.select(page - start, null, false);
    } else if (whole || !isPart(page, frame)) {
      frame.get();
      migration.select(page - start, frame, table.isWritable(page));
      table.freeze(page);
    }
  }

  /**
   * Whether a page is one of a large folio that a table maps. Since 6.19 the folio is then split,
   * and the page collected once more; before, such pages stay.
   */
  private boolean isPart(int page, Frame frame) {
    Folio folio = frame.folio();
    if (folio == null) {
      return false;
    }
    if (config.migratesHugePages()) {
      splitter.split(folio);
      collect(page, false);
    }
    return true;
  }

  private boolean takes(Frame frame) {
    if (!(frame instanceof DevicePage page)) {
      return selection == Selection.SYSTEM;
    }
    boolean alike = page.device().selection() == selection;
    return alike && (page.device() == owner || config.has(Fault.MIGRATE_STEALS_FOREIGN));
  }
}
