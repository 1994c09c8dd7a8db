package org.pageproof.reports.words;

/** Numbers of things in words. */
public final class Counted {
  private Counted() {}

  /**
   * A number with what is counted.
   *
   * @param what one of it; more of it end in s
   */
  public static String of(long count, String what) {
    return count + " " + what + (count == 1 ? "" : "s");
  }
}
