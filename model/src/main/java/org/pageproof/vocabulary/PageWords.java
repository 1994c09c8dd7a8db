package org.pageproof.vocabulary;

/**
 * What a page of a buffer holds, told as {@link Pages} tells it.
 *
 * @param head the first 8 bytes
 * @param tail what all other words hold; {@link Pages#TORN} if they differ among themselves
 */
public record PageWords(long head, long tail) {
  /** A page of a buffer that the kernel did not write: it holds the caller's filler. */
  public static final PageWords UNTOUCHED = filled(OutField.UNTOUCHED);

  /** A page filled with one word. */
  public static PageWords filled(long word) {
    return new PageWords(word, word);
  }

  /** The page for people: {@code untouched}, {@code #3.0}, {@code #7.0/#3.0}. */
  public String describe() {
    if (equals(UNTOUCHED)) {
      return "untouched";
    }
    if (head == tail) {
      return Token.describe(head);
    }
    return Token.describe(head) + "/" + (tail == Pages.TORN ? "torn" : Token.describe(tail));
  }

  /**
   * The inverse of {@link #describe}.
   *
   * @throws IllegalArgumentException if the text is none of its forms
   */
  public static PageWords parse(String text) {
    if (text.equals("untouched")) {
      return UNTOUCHED;
    }
    int slash = text.indexOf('/');
    if (slash < 0) {
      return filled(Token.parse(text));
    }
    String tail = text.substring(slash + 1);
    return new PageWords(
        Token.parse(text.substring(0, slash)),
        tail.equals("torn") ? Pages.TORN : Token.parse(tail));
  }
}
