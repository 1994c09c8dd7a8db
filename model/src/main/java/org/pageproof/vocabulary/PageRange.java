package org.pageproof.vocabulary;

/**
 * A range operand: whole pages counted from a region slot, or a deliberate misuse of them. It may
 * run beyond the region into the next slot or a hole.
 *
 * @param region the slot it is counted from, 0 to {@link AddressPlan#REGIONS} - 1
 * @param page the first page, from the region's start
 * @param count the number of pages, 1 or more
 * @param shape how start and length are derived from them
 */
public record PageRange(int region, int page, int count, Shape shape) {
  /** How a range becomes a start address and a length in bytes. */
  public enum Shape {
    /** Start and length as the pages say. */
    WHOLE,
    /** The start is 16 bytes into the first page; the length stays. */
    UNALIGNED_START,
    /** The length is 16 bytes longer than the pages. */
    UNALIGNED_LENGTH,
    /** The length is 0. */
    EMPTY,
    /** The length is 2^64 - 4096 bytes, so that start + length wraps around. */
    WRAPPING,
    /** The start is 0xffff800000000000, beyond every task's address space. */
    BEYOND_TASK
  }

  private static final long MISALIGNMENT = 16;

  /** Checks the numbers. */
  public PageRange {
    if (region < 0 || region >= AddressPlan.REGIONS || page < 0 || count < 1) {
      throw new IllegalArgumentException("no such range: r" + region + "p" + page + "+" + count);
    }
  }

  /** A range of whole pages. */
  public static PageRange of(int region, int page, int count) {
    return new PageRange(region, page, count, Shape.WHOLE);
  }

  /** The start address in bytes. */
  public long start(AddressPlan plan) {
    return switch (shape) {
      case BEYOND_TASK -> 0xffff_8000_0000_0000L;
      case UNALIGNED_START -> plan.address(firstPage(plan)) + MISALIGNMENT;
      case WHOLE, UNALIGNED_LENGTH, EMPTY, WRAPPING -> plan.address(firstPage(plan));
    };
  }

  /** The length in bytes, unsigned. */
  public long length() {
    long bytes = (long) count * AddressPlan.PAGE_SIZE;
    return switch (shape) {
      case EMPTY -> 0;
      case UNALIGNED_LENGTH -> bytes + MISALIGNMENT;
      case WRAPPING -> -AddressPlan.PAGE_SIZE;
      case WHOLE, UNALIGNED_START, BEYOND_TASK -> bytes;
    };
  }

  /** The first arena page of the range, whatever its shape. */
  public int firstPage(AddressPlan plan) {
    return plan.arenaPage(region, page);
  }

  /**
   * The arena pages that munmap(2) and madvise(2) mean by this range, which round the length up to
   * whole pages; empty for a shape that they refuse.
   */
  public long roundedPageSet(AddressPlan plan) {
    return switch (shape) {
      case WHOLE -> pageSet(plan);
      case UNALIGNED_LENGTH -> of(region, page, count + 1).pageSet(plan);
      case UNALIGNED_START, EMPTY, WRAPPING, BEYOND_TASK -> 0;
    };
  }

  /**
   * The set of arena pages [first, first + count), cut at the arena's end; bit n is page n, or in a
   * huge plan {@linkplain AddressPlan#areaUnit unit} n.
   */
  public long pageSet(AddressPlan plan) {
    int first = firstPage(plan);
    int end = Math.min(first + count, plan.arenaPages());
    if (first >= end) {
      return 0;
    }
    int firstUnit = plan.areaUnit(first);
    int units = plan.areaUnit(end - 1) + 1 - firstUnit;
    return (-1L >>> (64 - units)) << firstUnit;
  }

  /** Whether areas can begin and end where the range does: in a huge plan at whole units. */
  public boolean boundsAreas(AddressPlan plan) {
    int first = firstPage(plan);
    int end = Math.min(first + count, plan.arenaPages());
    return plan.firstPage(plan.areaUnit(first)) == first
        && plan.firstPage(plan.areaUnit(end - 1) + 1) == end;
  }
}
