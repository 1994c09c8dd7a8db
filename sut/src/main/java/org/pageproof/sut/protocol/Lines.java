package org.pageproof.sut.protocol;

import org.pageproof.sut.HarnessException;

/** Walks over the lines of a byte array, each ended by a line feed. */
public final class Lines {
  private final byte[] text;
  private int start;
  private int end = -1;

  /** Before the first line of the text. */
  public Lines(byte[] text) {
    this.text = text;
  }

  /**
   * Goes to the next line and returns whether there is one.
   *
   * @throws HarnessException if the last line has no line feed
   */
  public boolean next() {
    start = end + 1;
    if (start == text.length) {
      return false;
    }
    end = start;
    while (text[end] != '\n') {
      if (++end == text.length) {
        throw new HarnessException("truncated lines: the last of them does not end");
      }
    }
    return true;
  }

  /** The index of the line's first byte. */
  public int start() {
    return start;
  }

  /** The index of the line feed. */
  public int end() {
    return end;
  }
}
