package org.pageproof.vocabulary;

/**
 * The mapped areas (VMAs) of the arena, from {@code /proc/self/maps}; bit n stands for arena page
 * n.
 *
 * @param mapped the pages that are mapped
 * @param starts the mapped pages at which an area begins
 * @param readable the mapped pages that user code may load from
 * @param writable the mapped pages that user code may store to
 * @param file the mapped pages that a file backs, shared memory included
 */
public record Layout(long mapped, long starts, long readable, long writable, long file) {
  /** Nothing is mapped. */
  public static final Layout EMPTY = new Layout(0, 0);

  /** Anonymous areas that may be read and written. */
  public Layout(long mapped, long starts) {
    this(mapped, starts, mapped, mapped, 0);
  }

  /** The same areas with other bounds. */
  public Layout withStarts(long newStarts) {
    return new Layout(mapped, newStarts, readable, writable, file);
  }

  /** Whether both have the same pages with the same attributes, whatever the bounds. */
  public boolean samePages(Layout other) {
    return mapped == other.mapped
        && readable == other.readable
        && writable == other.writable
        && file == other.file;
  }

  /** The end (exclusive) of the area that holds a mapped page. */
  public int areaEnd(int page) {
    int end = page + 1;
    while (end < 64 && (mapped >>> end & 1) != 0 && (starts >>> end & 1) == 0) {
      end++;
    }
    return end;
  }

  /** Whether a range of whole pages is all mapped and belongs to one area. */
  public boolean insideOneArea(PageRange range, AddressPlan plan) {
    long pageSet = range.pageSet(plan);
    return Long.bitCount(pageSet) == range.count()
        && (pageSet & ~mapped) == 0
        && (pageSet & (pageSet - 1) & starts) == 0;
  }

  /**
   * What the area of a mapped page permits and is backed by: {@code rw}, {@code r-}, {@code --f}.
   */
  public String attributes(int page) {
    return ((readable >>> page & 1) != 0 ? "r" : "-")
        + ((writable >>> page & 1) != 0 ? "w" : "-")
        + ((file >>> page & 1) != 0 ? "f" : "");
  }

  /** The areas for people: {@code [r0p0-r0p3][r1p0-r1p3 r-]}; those without a suffix are rw. */
  public String describe(AddressPlan plan) {
    StringBuilder text = new StringBuilder();
    for (long rest = starts; rest != 0; rest &= rest - 1) {
      int first = Long.numberOfTrailingZeros(rest);
      text.append('[').append(plan.describe(first)).append('-');
      text.append(plan.describe(areaEnd(first) - 1));
      String attributes = attributes(first);
      text.append(attributes.equals("rw") ? "" : " " + attributes).append(']');
    }
    return text.length() == 0 ? "nothing mapped" : text.toString();
  }
}
