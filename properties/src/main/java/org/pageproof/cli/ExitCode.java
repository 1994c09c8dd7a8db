package org.pageproof.cli;

import org.pageproof.reports.RunVerdict;

/** What the process's exit code means to scripts. */
final class ExitCode {
  /** Everything conforms, or the command did what it was asked. */
  static final int CONFORMS = 0;

  /** A divergence that is not known. */
  static final int DIVERGES = 1;

  /** Nothing could be tested here; the kernel selftests' code for it. */
  static final int SKIPPED = 4;

  /** Wrong usage or unreadable input (EX_USAGE). */
  static final int USAGE = 64;

  /** The harness or the machine failed, or no verdict was reached (EX_SOFTWARE). */
  static final int HARNESS = 70;

  private ExitCode() {}

  /** The code of a run with this verdict. */
  static int of(RunVerdict verdict) {
    return switch (verdict) {
      case CONFORMS -> CONFORMS;
      case DIVERGES -> DIVERGES;
      case INCONCLUSIVE -> HARNESS;
      case SKIPPED -> SKIPPED;
    };
  }
}
