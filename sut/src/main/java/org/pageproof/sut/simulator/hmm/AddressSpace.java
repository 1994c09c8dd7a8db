package org.pageproof.sut.simulator.hmm;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.sut.simulator.areas.AreaList;
import org.pageproof.vocabulary.Layout;

/** The memory of a process: its areas, its page table, and the mirrors that follow it. */
final class AddressSpace {
  private final AreaList<Vma> areas;
  private final PageTable table;
  private final Changes changes;
  private final boolean exclusiveUnmaps;
  private final List<Mirror> mirrors = new ArrayList<>();
  private boolean areasChanged;

  /**
   * Memory in which nothing is mapped.
   *
   * @param looked how many pages are looked at from outside
   * @param size how many pages there may be
   */
  AddressSpace(HmmConfig config, int looked, int size) {
    this.areas = new AreaList<>(config.mergeRules());
    this.changes = new Changes(looked);
    this.table = new PageTable(size, changes);
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
      index = areas.cut(index, start, end);
      zap(areas.at(index).start(), areas.at(index).end());
      areas.remove(index);
    }
    areasChanged(start, end);
  }

  /** Empties the entries of [start, end). */
  void zap(int start, int end) {
    for (int page = start; page < end; page++) {
      table.zap(page, !exclusiveUnmaps);
    }
  }

  /**
   * Gives the part [start, end) of an area, which may be all of it, other flags.
   *
   * @return the index of the area that now holds the part
   */
  int reflag(int index, int start, int end, int flags) {
    Vma part = areas.at(index).piece(start, end);
    part.setFlags(flags);
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
      long pages = pageSet(area.start(), Math.min(area.end(), changes.size()));
      mapped |= pages;
      starts |= pages & -pages;
      readable |= area.isReadable() ? pages : 0;
      writable |= area.isWritable() ? pages : 0;
      file |= area.file() != null ? pages : 0;
    }
    return new Layout(mapped, starts, readable, writable, file);
  }

  private static long pageSet(int start, int end) {
    return start >= end ? 0 : (-1L >>> (64 - (end - start))) << start;
  }
}
