package org.pageproof.sut.simulator.hmm;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.sut.simulator.areas.AreaList;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;

/** The memory of a process: its areas, its page table, and the mirrors that follow it. */
final class AddressSpace {
  private final AreaList<Vma> areas;
  private final PageTable table;
  private final Changes changes;
  private final AddressPlan plan;
  private final Frame zero;
  private final boolean exclusiveUnmaps;
  private final List<Mirror> mirrors = new ArrayList<>();
  private boolean areasChanged;

  /** Memory in which nothing is mapped. */
  AddressSpace(Memory memory, AddressPlan plan) {
    HmmConfig config = memory.config();
    this.areas = new AreaList<>(config.mergeRules());
    this.changes = new Changes(plan.arenaPages());
    this.table = new PageTable(2 * plan.arenaPages(), changes); // a move may end beyond the arena
    this.plan = plan;
    this.zero = memory.zero();
    this.exclusiveUnmaps = config.exclusiveUnmaps();
  }

  PageTable table() {
    return table;
  }

  /** The pages that look different now. */
  Changes changes() {
    return changes;
  }

  /** The mirrors of this memory, which hear of what changes in it. */
  List<Mirror> mirrors() {
    return mirrors;
  }

  int size() {
    return areas.size();
  }

  Vma at(int index) {
    return areas.at(index);
  }

  /** The index of the first area that ends after a page; {@link #size()} if there is none. */
  int firstEndingAfter(int page) {
    return areas.firstEndingAfter(page);
  }

  /** The area that holds a page; null if it is not mapped. */
  @Nullable Vma lookup(int page) {
    return areas.lookup(page);
  }

  /** Whether any page of [start, end) is mapped. */
  boolean intersects(int start, int end) {
    return areas.intersects(start, end);
  }

  /** Tells all mirrors that what [start, end) maps is about to change. */
  void invalidate(int start, int end) {
    for (int i = 0; i < mirrors.size(); i++) {
      mirrors.get(i).invalidate(start, end);
    }
  }

  /**
   * Tells the mirrors that pages of [start, end) may migrate. Those of the device that migrates
   * them do not listen, because its driver sees to it.
   */
  void invalidateForMigration(int start, int end, Device device) {
    for (int i = 0; i < mirrors.size(); i++) {
      if (mirrors.get(i).device() != device) {
        mirrors.get(i).invalidate(start, end);
      }
    }
  }

  /** Maps an area, where nothing may be mapped. */
  void map(Vma fresh) {
    areas.insertMapping(fresh);
    areasChanged(fresh.start(), fresh.end());
  }

  /** Adds the copy of an area that a child gets, above all areas that it has. */
  void inherit(Vma copy, boolean hasPages) {
    areas.append(copy);
    if (hasPages) {
      prepareAnonVma(copy);
    }
    areasChanged(copy.start(), copy.end());
  }

  /** Maps a copy of an area, where nothing may be mapped. */
  void mapCopy(Vma fresh) {
    areas.insertCopy(fresh);
    areasChanged(fresh.start(), fresh.end());
  }

  /** Removes what is mapped of [start, end), cutting the areas at its edges. */
  void unmap(int start, int end) {
    if (!areas.intersects(start, end)) {
      return;
    }
    invalidate(start, end);
    int index = firstEndingAfter(start);
    while (index < areas.size() && areas.at(index).start() < end) {
      prepareCut(areas.at(index), start);
      prepareCut(areas.at(index), end);
      index = areas.cut(index, start, end);
      zap(areas.at(index).start(), areas.at(index).end());
      areas.remove(index);
    }
    freeTables(start, end);
    areasChanged(start, end);
  }

  /** Frees the tables of pages of [start, end) that no area uses any more. */
  private void freeTables(int start, int end) {
    for (int first = PageTable.tableStart(start); first < end; first += PageTable.TABLE_PAGES) {
      if (!areas.intersects(first, first + PageTable.TABLE_PAGES)) {
        table.freeTable(first);
      }
    }
  }

  /** Empties the entries of [start, end). Huge ones leave no table behind. */
  void zap(int start, int end) {
    cutHuge(start);
    cutHuge(end);
    for (int page = start; page < end; page++) {
      table.zap(page, !exclusiveUnmaps);
    }
    for (int first = PageTable.tableStart(start); first < end; first += PageTable.TABLE_PAGES) {
      if (table.isHuge(first)) {
        table.freeTable(first);
      }
    }
  }

  /** Frees the tables that lie inside [start, end), whose entries are empty. */
  void reclaimTables(int start, int end) {
    int last = end - PageTable.TABLE_PAGES;
    int first = PageTable.tableStart(start + PageTable.TABLE_PAGES - 1);
    for (; first <= last; first += PageTable.TABLE_PAGES) {
      table.freeTable(first);
    }
  }

  /** Replaces a huge entry by a table if a page inside it is to be a bound. */
  void cutHuge(int page) {
    if (page != PageTable.tableStart(page)) {
      splitHuge(page);
    }
  }

  /**
   * Splits what an area maps by a huge entry if it is to be cut inside of it. Mirrors are told even
   * if there is no huge entry, but could be one.
   */
  private void prepareCut(Vma area, int page) {
    int first = PageTable.tableStart(page);
    if (page != first && area.hasTableOf(page)) {
      splitHuge(page);
      invalidate(first, first + PageTable.TABLE_PAGES);
    }
  }

  /** Replaces the huge entry that maps a page, if one does, by a table (split_huge_pmd). */
  void splitHuge(int page) {
    if (table.isHuge(page)) {
      int first = PageTable.tableStart(page);
      invalidate(first, first + PageTable.TABLE_PAGES);
      table.split(first, zero);
    }
  }

  /**
   * Puts migration entries in place of those of a folio in [start, end).
   *
   * @return true: a walk of the folio's mappings goes on
   */
  boolean freeze(Folio folio, int start, int end) {
    invalidate(start, end);
    for (int page = start; page < end; page++) {
      boolean mapped = table.kind(page) != EntryKind.NONE && table.frame(page).folio() == folio;
      if (mapped && table.kind(page) != EntryKind.MIGRATION) {
        table.freeze(page);
      }
    }
    return true;
  }

  /** Whether there is a table or a huge entry for any page of [start, end). */
  boolean hasTables(int start, int end) {
    for (int first = PageTable.tableStart(start); first < end; first += PageTable.TABLE_PAGES) {
      if (!table.hasNothing(first)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Gives the part [start, end) of an area, which may be all of it, other flags.
   *
   * @return the index of the area that now holds the part
   */
  int reflag(int index, int start, int end, int flags) {
    prepareCut(areas.at(index), start);
    prepareCut(areas.at(index), end);
    Vma part = areas.at(index).reflagged(start, end, flags);
    areasChanged(start, end);
    return areas.replace(index, part);
  }

  private void areasChanged(int start, int end) {
    areasChanged = true;
    changes.add(start, end);
  }

  /** Makes sure that an area can take anonymous pages. */
  void prepareAnonVma(Vma area) {
    if (area.anonVma() == null) {
      areas.prepareAnonVma(area);
    }
  }

  /** The areas as seen from outside; the same object as long as nothing changed. */
  Layout layout(Layout before) {
    if (!areasChanged) {
      return before;
    }
    areasChanged = false;
    long mapped = 0;
    long starts = 0;
    long readable = 0;
    long writable = 0;
    long file = 0;
    for (int i = 0; i < areas.size(); i++) {
      Vma area = areas.at(i);
      long pages = unitSet(area.start(), Math.min(area.end(), changes.size()));
      mapped |= pages;
      starts |= pages & -pages;
      readable |= area.isReadable() ? pages : 0;
      writable |= area.isWritable() ? pages : 0;
      file |= area.file() != null ? pages : 0;
    }
    return new Layout(mapped, starts, readable, writable, file);
  }

  private long unitSet(int start, int end) {
    if (start >= end) {
      return 0;
    }
    int first = plan.areaUnit(start);
    return (-1L >>> (63 - (plan.areaUnit(end - 1) - first))) << first;
  }
}
