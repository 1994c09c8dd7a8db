package org.pageproof.cli;

import java.util.Locale;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Option;

/** How a known divergence in a stored trace is judged. */
final class KnownOption {
  /** Some of what {@code run} does about known divergences, in the same words. */
  private enum Judged {
    REPORT,
    FIND;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--known",
      paramLabel = "HOW",
      showDefaultValue = Visibility.ALWAYS,
      description =
          "What a known divergence in it is: ${COMPLETION-CANDIDATES}. Report names it, and the"
              + " trace conforms; find takes it for a divergence like any other, as run --known"
              + " find did when it stored the trace.")
  private Judged judged = Judged.REPORT;

  /** Whether known divergences are divergences like any other. */
  boolean strict() {
    return judged == Judged.FIND;
  }
}
