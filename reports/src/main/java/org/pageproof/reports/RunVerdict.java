package org.pageproof.reports;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;

/** The verdict of a run or of one of its properties. */
public enum RunVerdict {
  CONFORMS,
  DIVERGES,
  INCONCLUSIVE,
  SKIPPED;

  /**
   * The verdict of two runs together: a divergence is news whatever else happened, and where one
   * could be tested it does not count that the other could not.
   */
  public RunVerdict and(RunVerdict other) {
    List<RunVerdict> worstFirst = List.of(DIVERGES, INCONCLUSIVE, CONFORMS, SKIPPED);
    return worstFirst.indexOf(this) <= worstFirst.indexOf(other) ? this : other;
  }

  /** The word that reports use. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
