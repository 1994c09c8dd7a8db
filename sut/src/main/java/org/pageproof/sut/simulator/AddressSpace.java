package org.pageproof.sut.simulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.sut.simulator.areas.AnonVma;
import org.pageproof.sut.simulator.areas.AreaList;
import org.pageproof.sut.simulator.areas.MergeRules;
import org.pageproof.vocabulary.Layout;

/** The memory of the process: its areas and the entries of their pages. */
final class AddressSpace {
  private final AreaList<Vma> areas;
  private final PageTable table = new PageTable();
  private boolean changed;

  AddressSpace(MergeRules rules) {
    this.areas = new AreaList<>(rules);
  }

  /** The entries of all pages, mapped or not. */
  PageTable table() {
    return table;
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

  /** Maps an area, where nothing may be mapped. */
  void map(Vma fresh) {
    changed = true;
    areas.insertMapping(fresh);
  }

  /** Maps a copy of an area, where nothing may be mapped; the area that holds it. */
  Vma mapCopy(Vma fresh) {
    changed = true;
    return areas.insertCopy(fresh);
  }

  /** Enlarges an area up to {@code end}; what lies between must be free. */
  void extend(int index, int end) {
    changed = true;
    areas.extend(index, end);
  }

  /** Removes what is mapped of [start, end), cutting the areas at its edges. */
  void unmap(int start, int end) {
    zap(start, end);
    int index = firstEndingAfter(start);
    while (index < areas.size() && areas.at(index).start() < end) {
      changed = true;
      index = areas.cut(index, start, end);
      areas.remove(index);
    }
  }

  /**
   * Drops the pages of [start, end); their areas stay.
   *
   * @return whether all of it was mapped
   */
  boolean zap(int start, int end) {
    int next = start;
    boolean whole = true;
    for (int i = firstEndingAfter(start); i < areas.size() && areas.at(i).start() < end; i++) {
      Vma area = areas.at(i);
      whole &= area.start() <= next;
      next = Math.min(end, area.end());
      table.zap(Math.max(start, area.start()), next);
    }
    return whole && next == end;
  }

  /**
   * Gives the part [start, end) of an area, which may be all of it, another registration.
   *
   * @return the index of the area that now holds the part
   */
  int register(int index, int start, int end, @Nullable UserfaultContext owner, int modes) {
    Vma part = areas.at(index).piece(start, end);
    part.set(owner, (part.flags() & ~Vma.MODES) | modes);
    changed = true;
    return areas.replaceRegistered(index, part);
  }

  /**
   * Gives the part [start, end) of an area, which may be all of it, other flags.
   *
   * @return the index of the area that now holds the part
   */
  int reflag(int index, int start, int end, int flags) {
    Vma part = areas.at(index).piece(start, end);
    part.set(part.owner(), flags);
    changed = true;
    return areas.replace(index, part);
  }

  /** Makes sure that an area can take anonymous pages. */
  void prepareAnonVma(Vma area) {
    if (area.anonVma() == null) {
      areas.prepareAnonVma(area);
    }
  }

  /** The mapped pages; bit n is page n. */
  long mappedPages() {
    long pages = 0;
    for (int i = 0; i < areas.size(); i++) {
      pages |= pagesOf(areas.at(i));
    }
    return pages;
  }

  /** The mapped pages that a file backs; bit n is page n. */
  long filePages() {
    long pages = 0;
    for (int i = 0; i < areas.size(); i++) {
      pages |= areas.at(i).file() != null ? pagesOf(areas.at(i)) : 0;
    }
    return pages;
  }

  static long pagesOf(Vma area) {
    return (-1L >>> (64 - (area.end() - area.start()))) << area.start();
  }

  /** The areas as seen from outside; the same object as long as nothing changed. */
  Layout layout(Layout before) {
    if (!changed) {
      return before;
    }
    changed = false;
    long mapped = 0;
    long starts = 0;
    long readable = 0;
    long writable = 0;
    long file = 0;
    long missing = 0;
    long protectable = 0;
    for (int i = 0; i < areas.size(); i++) {
      Vma area = areas.at(i);
      long pages = pagesOf(area);
      mapped |= pages;
      starts |= 1L << area.start();
      readable |= area.isReadable() ? pages : 0;
      writable |= area.isWritable() ? pages : 0;
      file |= area.file() != null ? pages : 0;
      missing |= area.tracksMissing() ? pages : 0;
      protectable |= area.tracksWrites() ? pages : 0;
    }
    return new Layout(mapped, starts, readable, writable, file, missing, protectable);
  }

  /** Appends what of areas and pages observations do not show, a child's included. */
  void describeHidden(StringBuilder to, @Nullable ChildProcess child) {
    describeAreas(to);
    List<Frame> numbered = new ArrayList<>(List.of(table.zeroFrame()));
    table.describeHidden(to, numbered);
    if (child != null) {
      to.append("child").append(child.mapped()).append(':').append(child.file());
      child.table().describeHidden(to, numbered);
    }
  }

  private void describeAreas(StringBuilder to) {
    List<AnonVma> anonVmas = new ArrayList<>();
    List<MappedFile> files = new ArrayList<>();
    for (int i = 0; i < areas.size(); i++) {
      Vma area = areas.at(i);
      to.append(number(area.anonVma(), anonVmas)).append(':');
      to.append(number(area.file(), files)).append(':');
      to.append(area.flags()).append(':').append(area.offsetOf(0)).append(',');
    }
  }

  /** The place of something in a list of those seen so far; -1 for nothing. */
  private static <T> int number(@Nullable T thing, List<T> seen) {
    if (thing == null) {
      return -1;
    }
    if (!seen.contains(thing)) {
      seen.add(thing);
    }
    return seen.indexOf(thing);
  }
}
