package org.pageproof.vocabulary;

/**
 * The mapped areas (VMAs) of the arena, from {@code /proc/self/maps}; bit n stands for arena page
 * n.
 *
 * @param mapped the pages that are mapped
 * @param starts the mapped pages at which an area begins
 */
public record Layout(long mapped, long starts) {
  /** Nothing is mapped. */
  public static final Layout EMPTY = new Layout(0, 0);

  /** The end (exclusive) of the area that holds a mapped page. */
  public int areaEnd(int page) {
    int end = page + 1;
    while (end < 64 && (mapped >>> end & 1) != 0 && (starts >>> end & 1) == 0) {
      end++;
    }
    return end;
  }

  /** The areas for people: {@code [r0p0-r0p3][r1p0-r1p3]}. */
  public String describe(AddressPlan plan) {
    StringBuilder text = new StringBuilder();
    for (long rest = starts; rest != 0; rest &= rest - 1) {
      int first = Long.numberOfTrailingZeros(rest);
      text.append('[').append(plan.describe(first)).append('-');
      text.append(plan.describe(areaEnd(first) - 1)).append(']');
    }
    return text.length() == 0 ? "nothing mapped" : text.toString();
  }
}
