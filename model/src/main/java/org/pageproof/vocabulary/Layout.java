package org.pageproof.vocabulary;

/**
 * The mapped areas (VMAs) of the arena, from {@code /proc/self/smaps}; bit n stands for arena page
 * n, in a huge plan for {@linkplain AddressPlan#areaUnit unit} n.
 *
 * @param mapped the pages that are mapped
 * @param starts the mapped pages at which an area begins
 * @param readable the mapped pages that user code may load from
 * @param writable the mapped pages that user code may store to
 * @param file the mapped pages that a file backs, shared memory included
 * @param missing the pages whose missing faults a userfaultfd is told ({@code VmFlags} um)
 * @param protectable the pages whose protected writes a userfaultfd is told ({@code VmFlags} uw)
 */
public record Layout(
    long mapped,
    long starts,
    long readable,
    long writable,
    long file,
    long missing,
    long protectable) {
  /** Nothing is mapped. */
  public static final Layout EMPTY = new Layout(0, 0);

  /** Anonymous areas that may be read and written and are not registered. */
  public Layout(long mapped, long starts) {
    this(mapped, starts, mapped, mapped, 0);
  }

  /** Areas that are not registered. */
  public Layout(long mapped, long starts, long readable, long writable, long file) {
    this(mapped, starts, readable, writable, file, 0, 0);
  }

  /** The same areas registered in these modes. */
  public Layout withModes(long newMissing, long newProtectable) {
    return missing == newMissing && protectable == newProtectable
        ? this
        : new Layout(mapped, starts, readable, writable, file, newMissing, newProtectable);
  }

  /** The same areas with other bounds. */
  public Layout withStarts(long newStarts) {
    return new Layout(mapped, newStarts, readable, writable, file, missing, protectable);
  }

  /** Whether both have the same pages with the same attributes, whatever the bounds. */
  public boolean samePages(Layout other) {
    return mapped == other.mapped
        && readable == other.readable
        && writable == other.writable
        && file == other.file
        && missing == other.missing
        && protectable == other.protectable;
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
    return range.firstPage(plan) + range.count() <= plan.arenaPages()
        && (pageSet & ~mapped) == 0
        && (pageSet & (pageSet - 1) & starts) == 0;
  }

  /**
   * What the area of a mapped page is: {@code rw} if it is anonymous and not registered; {@code r}
   * and {@code w} for what may be done, {@code f} for a file, {@code m} and {@code p} for the
   * modes.
   */
  public String attributes(int page) {
    return (in(readable, page) ? "r" : "-")
        + (in(writable, page) ? "w" : "-")
        + (in(file, page) ? "f" : "")
        + (in(missing, page) ? "m" : "")
        + (in(protectable, page) ? "p" : "");
  }

  private static boolean in(long pageSet, int page) {
    return (pageSet >>> page & 1) != 0;
  }

  /** The areas for people: {@code [r0p0-r0p3][r1p0-r1p3 r-]}; those without a suffix are rw. */
  public String describe(AddressPlan plan) {
    StringBuilder text = new StringBuilder();
    for (long rest = starts; rest != 0; rest &= rest - 1) {
      int first = Long.numberOfTrailingZeros(rest);
      text.append('[').append(plan.describe(plan.firstPage(first))).append('-');
      text.append(plan.describe(plan.firstPage(areaEnd(first)) - 1));
      String attributes = attributes(first);
      text.append(attributes.equals("rw") ? "" : " " + attributes).append(']');
    }
    return text.length() == 0 ? "nothing mapped" : text.toString();
  }
}
