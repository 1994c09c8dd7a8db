package org.pageproof.vocabulary;

/**
 * Where the region slots lie. Addresses are the plan's, never the kernel's: one arena at a constant
 * base, so that a trace, a worker and a C program agree on every address.
 *
 * <pre>
 *   BASE
 *   | region 0 | region 1 |hole| region 2 |hole| region 3 |
 * </pre>
 *
 * Regions 0 and 1 touch, so that ranges can run from one into the other; a hole is one page that is
 * never mapped. An <em>arena page</em> is a page counted from the base, holes included.
 *
 * @param pagesPerRegion the capacity of a region slot in pages, 1 to {@value #MAX_PAGES}
 */
public record AddressPlan(int pagesPerRegion) {
  /** The page size in bytes. */
  public static final int PAGE_SIZE = 4096;

  /** The number of region slots. */
  public static final int REGIONS = 4;

  /** The largest capacity of a region slot, in pages. */
  public static final int MAX_PAGES = 12;

  /**
   * The address of the arena. It is lower than anything a C library or a Java machine maps, so that
   * the arena's areas are the first lines of {@code /proc/self/maps}.
   */
  public static final long BASE = 0x1000_0000L;

  /** An address in the lowest page, which no process may map: what a bad pointer points to. */
  public static final long BAD_ADDRESS = 0x10L;

  /** Checks the capacity. */
  public AddressPlan {
    if (pagesPerRegion < 1 || pagesPerRegion > MAX_PAGES) {
      throw new IllegalArgumentException(
          "pages per region must be 1 to " + MAX_PAGES + ", not " + pagesPerRegion);
    }
  }

  /** The number of arena pages, holes included; at most 64, so that a page set is one long. */
  public int arenaPages() {
    return REGIONS * pagesPerRegion + 2;
  }

  /** The arena page of a region's page; the page may lie beyond the region's capacity. */
  public int arenaPage(int region, int page) {
    return region * pagesPerRegion + Math.max(0, region - 1) + page;
  }

  /** The address of an arena page, in bytes. */
  public long address(int arenaPage) {
    return BASE + (long) arenaPage * PAGE_SIZE;
  }

  /** The arena page that holds an address, or -1 if it lies outside the arena. */
  public int arenaPageOf(long address) {
    long page = (address - BASE) >> 12;
    return page >= 0 && page < arenaPages() ? (int) page : -1;
  }

  /** An arena page for people and traces: {@code r1p2} or {@code hole3}. */
  public String describe(int arenaPage) {
    for (int region = 0; region < REGIONS; region++) {
      int page = arenaPage - arenaPage(region, 0);
      if (page >= 0 && page < pagesPerRegion) {
        return "r" + region + "p" + page;
      }
    }
    return "hole" + arenaPage;
  }

  /**
   * The inverse of {@link #describe}.
   *
   * @throws IllegalArgumentException if the text names no arena page
   */
  public int parse(String text) {
    for (int page = 0; page < arenaPages(); page++) {
      if (describe(page).equals(text)) {
        return page;
      }
    }
    throw new IllegalArgumentException("no such page in this plan: " + text);
  }

  /** An address for people: {@code r1p2}, {@code r1p2+0x10}, or hexadecimal outside the arena. */
  public String describeAddress(long address) {
    int page = arenaPageOf(address);
    if (page < 0) {
      return "0x" + Long.toHexString(address);
    }
    long offset = address & (PAGE_SIZE - 1);
    return describe(page) + (offset == 0 ? "" : "+0x" + Long.toHexString(offset));
  }
}
