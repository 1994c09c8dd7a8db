package org.pageproof.vocabulary;

/**
 * The 64-bit words that commands write into pages. Each is unique to the command and the page it
 * was meant for, so that lost, stale and misplaced data are told apart.
 *
 * <pre>
 *   63            48 47            12 11     0
 *  +----------------+----------------+--------+
 *  |     0x7050     |   command id   |  page  |
 *  +----------------+----------------+--------+
 * </pre>
 */
public final class Token {
  /** The largest command id a token can carry. */
  public static final int MAX_ID = 0x7fff_ffff;

  /** The bits of the page number. */
  public static final int PAGE_BITS = 12;

  private static final long MARK = 0x7050L << 48;

  private Token() {}

  /** The word for page {@code page} (0 to 4095) of the command with this id. */
  public static long of(int commandId, int page) {
    return MARK | ((long) commandId << PAGE_BITS) | page;
  }

  /** Whether some command's {@link #of} gives this word. */
  public static boolean isToken(long word) {
    return word >>> 48 == MARK >>> 48;
  }

  /** The id of the command that a token belongs to. */
  public static int commandId(long token) {
    return (int) (token >>> PAGE_BITS & MAX_ID);
  }

  /** The page number that a token carries, counted from the command's first page. */
  public static int page(long token) {
    return (int) (token & ((1 << PAGE_BITS) - 1));
  }

  /** A word for people: {@code zero}, {@code #12.0} (command 12, page 0) or hexadecimal. */
  public static String describe(long word) {
    if (word == 0) {
      return "zero";
    }
    return isToken(word) ? "#" + commandId(word) + "." + page(word) : "0x" + Long.toHexString(word);
  }

  /**
   * The inverse of {@link #describe}.
   *
   * @throws IllegalArgumentException if the text is none of its forms
   */
  public static long parse(String text) {
    if (text.equals("zero")) {
      return 0;
    }
    if (text.startsWith("0x")) {
      return Long.parseUnsignedLong(text.substring(2), 16);
    }
    int dot = text.indexOf('.');
    if (!text.startsWith("#") || dot < 0) {
      throw new IllegalArgumentException("not a page word: " + text);
    }
    return of(Integer.parseInt(text.substring(1, dot)), Integer.parseInt(text.substring(dot + 1)));
  }
}
