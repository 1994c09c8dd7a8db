package org.pageproof.reports;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The verdict of a run or of one of its properties. */
public enum RunVerdict {
  CONFORMS,
  DIVERGES,
  INCONCLUSIVE,
  SKIPPED;

  /** The word that reports use. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
