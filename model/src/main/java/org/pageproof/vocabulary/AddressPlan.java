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
 * <p>In a <em>huge</em> plan region 0 has room for a huge page: {@value #HUGE_PAGES} pages that
 * begin at a multiple of their size. Areas are told in {@linkplain #areaUnit units}, so that they
 * fit one long.
 *
 * @param pagesPerRegion the capacity of a region slot in pages, 1 to {@value #MAX_PAGES}
 * @param huge whether region 0 has the capacity of a huge page instead
 */
public record AddressPlan(int pagesPerRegion, boolean huge) {
  /** The page size in bytes. */
  public static final int PAGE_SIZE = 4096;

  /** The number of region slots. */
  public static final int REGIONS = 4;

  /** The pages of a huge page: 2 MiB. */
  public static final int HUGE_PAGES = 512;

  /** In a huge plan the areas of region 0 begin and end at multiples of so many pages. */
  public static final int UNIT_PAGES = 64;

  private static final int HUGE_UNITS = HUGE_PAGES / UNIT_PAGES;

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

  /** A plan without room for a huge page. */
  public AddressPlan(int pagesPerRegion) {
    this(pagesPerRegion, false);
  }

  /** The capacity of a region slot in pages. */
  public int capacity(int region) {
    return huge && region == 0 ? HUGE_PAGES : pagesPerRegion;
  }

  /** The number of arena pages, holes included; in a plan that is not huge at most 64. */
  public int arenaPages() {
    return arenaPage(REGIONS - 1, 0) + pagesPerRegion;
  }

  /** The arena page of a region's page; the page may lie beyond the region's capacity. */
  public int arenaPage(int region, int page) {
    int start = region * pagesPerRegion + Math.max(0, region - 1);
    return page + (huge && region > 0 ? start + HUGE_PAGES - pagesPerRegion : start);
  }

  /**
   * The number of an arena page in sets of pages that are one long: the page itself, or in a huge
   * plan its place among units of {@value #UNIT_PAGES} pages of region 0 and single pages after it.
   */
  public int areaUnit(int arenaPage) {
    if (!huge) {
      return arenaPage;
    }
    return arenaPage < HUGE_PAGES ? arenaPage / UNIT_PAGES : arenaPage - HUGE_PAGES + HUGE_UNITS;
  }

  /** The first arena page of a unit; for the number of all units, the number of arena pages. */
  public int firstPage(int areaUnit) {
    if (!huge) {
      return areaUnit;
    }
    return areaUnit < HUGE_UNITS ? areaUnit * UNIT_PAGES : areaUnit - HUGE_UNITS + HUGE_PAGES;
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
      if (page >= 0 && page < capacity(region)) {
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
    int page = parsed(text);
    if (page < 0 || page >= arenaPages() || !describe(page).equals(text)) {
      throw new IllegalArgumentException("no such page in this plan: " + text);
    }
    return page;
  }

  private int parsed(String text) {
    try {
      if (text.startsWith("hole")) {
        return Integer.parseInt(text.substring(4));
      }
      int p = text.indexOf('p');
      return text.startsWith("r") && p == 2
          ? arenaPage(Character.digit(text.charAt(1), 10), Integer.parseInt(text.substring(3)))
          : -1;
    } catch (NumberFormatException e) {
      return -1; // which the caller refuses by the whole text
    }
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
