package org.pageproof.reports.format;

/** How a result ended; each format has words of its own for these. */
enum Outcome {
  CONFORMS,
  DIVERGES,
  /** A known divergence was met, which does not make a run fail. */
  KNOWN,
  /** A known divergence was to be expected, and what is promised was observed instead. */
  GONE,
  SKIPPED,
  INCONCLUSIVE,
  /** The harness or the machine failed. */
  BROKEN
}
