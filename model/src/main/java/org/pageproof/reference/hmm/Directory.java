package org.pageproof.reference.hmm;

import java.util.Arrays;
import org.pageproof.vocabulary.AddressPlan;

/**
 * How the 2 MiB of region 0 are mapped in a huge plan: by one entry of the page directory (PMD) or
 * by a page table; and which pages, though mapped one by one, are still parts of a large folio.
 * Immutable. In a plan that is not huge there is always a table.
 */
final class Directory {
  /** What the entry of the page directory is. */
  enum Kind {
    /** A page table: each page has its own entry. */
    TABLE,
    /** Nothing, not even a page table: a fault may map a huge page. */
    NONE,
    /** The huge page of zeros. */
    ZERO,
    /** A huge page of the process's own, in system memory or a device's. */
    OWN
  }

  private static final long[] NO_PARTS = new long[AddressPlan.HUGE_PAGES / Long.SIZE];

  /** A page table, and no large folio. */
  static final Directory TABLE = new Directory(Kind.TABLE, NO_PARTS, false, false);

  static final Directory NONE = new Directory(Kind.NONE, NO_PARTS, false, false);
  static final Directory ZERO = new Directory(Kind.ZERO, NO_PARTS, false, false);
  static final Directory OWN = new Directory(Kind.OWN, NO_PARTS, false, false);

  /** A page table of all pages of one large folio. */
  static final Directory PARTS = new Directory(Kind.TABLE, allParts(), false, false);

  /** A page table of small pages that were a large folio until it was split on a device. */
  static final Directory FRAGMENTS = new Directory(Kind.TABLE, NO_PARTS, true, false);

  private final Kind kind;
  private final long[] parts;
  private final boolean fragile;
  private final boolean common;

  private Directory(Kind kind, long[] parts, boolean fragile, boolean common) {
    this.kind = kind;
    this.parts = parts;
    this.fragile = fragile;
    this.common = common;
  }

  private static long[] allParts() {
    long[] parts = NO_PARTS.clone();
    Arrays.fill(parts, -1);
    return parts;
  }

  Kind kind() {
    return kind;
  }

  /** Whether one entry maps all pages. */
  boolean isHuge() {
    return kind == Kind.ZERO || kind == Kind.OWN;
  }

  /** Whether a page with an entry of its own is a part of a large folio. */
  boolean isPart(int page) {
    return page < AddressPlan.HUGE_PAGES && (parts[page / Long.SIZE] >>> page & 1) != 0;
  }

  /**
   * Whether page 0 is the first page of what was split on a device, and still there: the driver
   * takes what stands behind it for a large folio of no pages.
   */
  boolean isFragile() {
    return fragile;
  }

  /** The same after page 0 has moved or gone. */
  Directory settled() {
    return fragile ? new Directory(kind, parts, false, common) : this;
  }

  /** The same but that a page is no part of a large folio. */
  Directory without(int page) {
    if (!isPart(page)) {
      return this;
    }
    long[] fewer = parts.clone();
    fewer[page / Long.SIZE] &= ~(1L << page);
    return new Directory(kind, fewer, fragile, common && !Arrays.equals(fewer, NO_PARTS));
  }

  /** Whether there is a large folio, whole or in parts. */
  boolean hasFolio() {
    return kind == Kind.OWN || !Arrays.equals(parts, NO_PARTS);
  }

  /** How many pages with an entry of their own are parts of a large folio. */
  int parts() {
    int count = 0;
    for (long word : parts) {
      count += Long.bitCount(word);
    }
    return count;
  }

  /** Whether the large folio is the one that the other process had at the fork. */
  boolean isCommon() {
    return common;
  }

  /** The same with a large folio that is the other process's too, or not. */
  Directory withCommon(boolean shared) {
    return common == shared ? this : new Directory(kind, parts, fragile, shared);
  }

  @Override
  public boolean equals(Object o) {
    return this == o
        || (o instanceof Directory other
            && kind == other.kind
            && fragile == other.fragile
            && common == other.common
            && Arrays.equals(parts, other.parts));
  }

  @Override
  public int hashCode() {
    return 31 * kind.hashCode() + Arrays.hashCode(parts);
  }
}
