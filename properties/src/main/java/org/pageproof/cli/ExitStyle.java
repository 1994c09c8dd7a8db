package org.pageproof.cli;

import java.util.Locale;
import org.pageproof.reports.RunVerdict;

/** For whom the process's exit code is. */
enum ExitStyle {
  /** For people and CI systems: {@link ExitCode}. */
  STANDARD,
  /**
   * For {@code git bisect run}: 0 good, 1 bad, 125 cannot be told, and 255 ends the bisection. Most
   * codes of the other style would be taken for a bad kernel.
   */
  BISECT;

  private static final String OPTION = "--exit-style";
  private static final int UNTESTABLE = 125;
  private static final int ABORT = 255;

  /** What a command line asks for, whether or not it can be understood otherwise. */
  static ExitStyle of(String... arguments) {
    String line = String.join(" ", arguments).toLowerCase(Locale.ROOT);
    boolean bisect = line.contains(OPTION + " bisect") || line.contains(OPTION + "=bisect");
    return bisect ? BISECT : STANDARD;
  }

  /** The code of a verdict. */
  int of(RunVerdict verdict) {
    if (this == STANDARD) {
      return ExitCode.of(verdict);
    }
    return switch (verdict) {
      case CONFORMS -> ExitCode.CONFORMS;
      case DIVERGES -> ExitCode.DIVERGES;
      case INCONCLUSIVE, SKIPPED -> UNTESTABLE;
    };
  }

  /** The code of a process that was to end with this one. */
  int of(int code) {
    boolean broken = code == ExitCode.USAGE || code == ExitCode.HARNESS;
    return this == BISECT && broken ? ABORT : code;
  }

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
