package org.pageproof.bench;

import java.util.Locale;

/** Prints a measured value beside its target. */
public final class Target {
  static final String FAILED = "FAILED";
  private static final String OK = "ok    ";
  private static final String MISSED = "MISSED";
  private static final String SKIPPED = "skipped";

  private Target() {}

  /** The value is to be this large or larger. */
  public static void atLeast(String what, double value, double target) {
    print(value >= target, what, value, ">=", target);
  }

  /** The value is to be this small or smaller. */
  public static void atMost(String what, double value, double target) {
    print(value <= target, what, value, "<=", target);
  }

  /** Says why something cannot be measured here. */
  public static void skip(String what, String why) {
    System.out.println(SKIPPED + " " + what + ": " + why);
  }

  private static void print(
      boolean met, String what, double value, String relation, double target) {
    System.out.println(
        (met ? OK : MISSED)
            + " "
            + what
            + ": "
            + text(value)
            + " (target "
            + relation
            + " "
            + text(target)
            + ")");
  }

  private static String text(double value) {
    return value == Math.rint(value) || Math.abs(value) >= 1000
        ? String.format(Locale.ROOT, "%,.0f", value)
        : String.format(Locale.ROOT, "%.2f", value);
  }

  static boolean isVerdict(String line) {
    return line.startsWith(OK)
        || line.startsWith(MISSED)
        || line.startsWith(SKIPPED)
        || line.startsWith(FAILED);
  }
}
