package org.pageproof.vocabulary;

import java.util.Arrays;

/**
 * The view of every arena page: page-table bits and contents. Immutable; a change makes a copy.
 *
 * <p>Contents are told by two words, because a store changes the first word and a fill changes the
 * whole page: <em>head</em> is the first 8 bytes, <em>tail</em> is what all other words hold. The
 * words of a page that is not present are 0.
 */
public final class Pages {
  /** The page is present. Pagemap bit 63. */
  public static final int PRESENT = 1;

  /** A swap entry or marker. Pagemap bit 62. */
  public static final int SWAPPED = 2;

  /** A file or shared page. Pagemap bit 61. */
  public static final int FILE = 4;

  /** A guard marker. Pagemap bit 58. */
  public static final int GUARD = 8;

  /** Write-protected by a userfaultfd. Pagemap bit 57. */
  public static final int UFFD_WP = 16;

  /** In a device's private memory: a swap entry of that kind. With {@link #SWAPPED}. */
  public static final int DEVICE = 32;

  /** Exclusively a device's: a swap entry of that kind. With {@link #SWAPPED}. */
  public static final int EXCLUSIVE = 64;

  /**
   * The entry lets its owner write. With {@link #DEVICE}, and with {@link #EXCLUSIVE} where kernels
   * tell two kinds of it (before 6.15).
   */
  public static final int WRITABLE = 128;

  /** The tail of a page whose words after the first differ among themselves. */
  public static final long TORN = 0x7050_ffff_ffff_ffffL;

  private final byte[] bits;
  private final long[] head;
  private final long[] tail;

  private Pages(byte[] bits, long[] head, long[] tail) {
    this.bits = bits;
    this.head = head;
    this.tail = tail;
  }

  /** No page has an entry. */
  public static Pages empty(AddressPlan plan) {
    int n = plan.arenaPages();
    return new Pages(new byte[n], new long[n], new long[n]);
  }

  /** A view of these arrays, which are copied. */
  public static Pages of(byte[] bits, long[] head, long[] tail) {
    return new Pages(bits.clone(), head.clone(), tail.clone());
  }

  /** A view of these arrays, which nobody may change any more. */
  public static Pages sharing(byte[] bits, long[] head, long[] tail) {
    return new Pages(bits, head, tail);
  }

  /** The number of arena pages. */
  public int size() {
    return bits.length;
  }

  /** The bits of a page, such as {@link #PRESENT}. */
  public int bits(int page) {
    return bits[page] & 0xff;
  }

  /** Whether the page is present. */
  public boolean present(int page) {
    return (bits[page] & PRESENT) != 0;
  }

  /** The first word of the page. */
  public long head(int page) {
    return head[page];
  }

  /** The other words of the page. */
  public long tail(int page) {
    return tail[page];
  }

  /** The same view with one page changed. */
  public Pages with(int page, int newBits, long newHead, long newTail) {
    if (same(page, newBits, newHead, newTail)) {
      return this;
    }
    Pages copy = new Pages(bits.clone(), head.clone(), tail.clone());
    copy.bits[page] = (byte) newBits;
    copy.head[page] = newHead;
    copy.tail[page] = newTail;
    return copy;
  }

  /** The same view with the pages of a set (bit n is page n) emptied. */
  public Pages without(long pageSet) {
    Pages copy = new Pages(bits.clone(), head.clone(), tail.clone());
    for (long rest = pageSet; rest != 0; rest &= rest - 1) {
      int page = Long.numberOfTrailingZeros(rest);
      copy.bits[page] = 0;
      copy.head[page] = 0;
      copy.tail[page] = 0;
    }
    return copy;
  }

  /** Whether the page looks the same in both views. */
  public boolean samePage(int page, Pages other) {
    return samePage(page, page, other);
  }

  /** Whether two pages of this view look the same. */
  public boolean alike(int page, int other) {
    return samePage(page, other, this);
  }

  private boolean samePage(int page, int otherPage, Pages other) {
    return same(page, other.bits(otherPage), other.head[otherPage], other.tail[otherPage]);
  }

  /** Whether all pages have the same bits in both views, whatever they hold. */
  public boolean sameBits(Pages other) {
    return Arrays.equals(bits, other.bits);
  }

  private boolean same(int page, int otherBits, long otherHead, long otherTail) {
    return (bits[page] & 0xff) == otherBits && head[page] == otherHead && tail[page] == otherTail;
  }

  /** A page for people: {@code absent}, {@code #3.0}, {@code #7.0/#3.0}, with bits if unusual. */
  public String describe(int page) {
    if (bits[page] == 0) {
      return "absent";
    }
    String words = Token.describe(head[page]);
    if (tail[page] != head[page]) {
      words += "/" + (tail[page] == TORN ? "torn" : Token.describe(tail[page]));
    }
    return bits[page] == PRESENT ? words : words + "!" + Integer.toHexString(bits[page] & 0xff);
  }

  @Override
  public boolean equals(Object o) {
    return this == o
        || (o instanceof Pages other
            && Arrays.equals(bits, other.bits)
            && Arrays.equals(head, other.head)
            && Arrays.equals(tail, other.tail));
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(bits) + Arrays.hashCode(head)) + Arrays.hashCode(tail);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    for (int page = 0; page < size(); page++) {
      if (bits[page] != 0) {
        text.append(text.length() > 1 ? ", " : "").append(page).append(": ").append(describe(page));
      }
    }
    return text.append('}').toString();
  }
}
