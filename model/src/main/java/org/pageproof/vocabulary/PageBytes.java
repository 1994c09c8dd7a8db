package org.pageproof.vocabulary;

import java.util.Arrays;

/** One byte for each arena page. Immutable; a change makes a copy. */
public final class PageBytes {
  private final byte[] bytes;

  private PageBytes(byte[] bytes) {
    this.bytes = bytes;
  }

  /** The same byte for every page of the arena. */
  public static PageBytes filled(AddressPlan plan, int value) {
    byte[] bytes = new byte[plan.arenaPages()];
    Arrays.fill(bytes, (byte) value);
    return new PageBytes(bytes);
  }

  /** These bytes, which are copied; the index is the arena page. */
  public static PageBytes of(byte[] bytes) {
    return new PageBytes(bytes.clone());
  }

  /** These bytes, which nobody may change any more; the index is the arena page. */
  public static PageBytes sharing(byte[] bytes) {
    return new PageBytes(bytes);
  }

  /** The number of arena pages. */
  public int size() {
    return bytes.length;
  }

  /** The byte of a page, 0 to 255. */
  public int get(int page) {
    return bytes[page] & 0xff;
  }

  /** The same bytes but for one page. */
  public PageBytes with(int page, int value) {
    if (get(page) == value) {
      return this;
    }
    byte[] copy = bytes.clone();
    copy[page] = (byte) value;
    return new PageBytes(copy);
  }

  @Override
  public boolean equals(Object o) {
    return this == o || (o instanceof PageBytes other && Arrays.equals(bytes, other.bytes));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(2 * bytes.length);
    for (byte value : bytes) {
      text.append(String.format("%02x", value & 0xff));
    }
    return text.toString();
  }
}
