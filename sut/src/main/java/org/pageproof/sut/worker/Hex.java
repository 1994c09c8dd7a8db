package org.pageproof.sut.worker;

/** Digits as {@code /proc} prints them. */
final class Hex {
  private Hex() {}

  /** The value of a digit 0-9 or a-f, -1 for anything else. */
  static int digit(byte c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }
}
