package org.pageproof.generation;

import java.util.Locale;

/** Whether sequences may meet what the model tolerates only as a known divergence. */
public enum KnownDivergences {
  /**
   * They are drawn like everything else, or as often as the drawer dares where they cost much, and
   * reported.
   */
  REPORT,
  /** The model steers the sequences around them, so that what follows can be tested. */
  AVOID,
  /** They are looked for, and taken for divergences like any other. */
  FIND;

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
