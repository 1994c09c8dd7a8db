package org.pageproof.cli;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** When a run begins, as reports tell it. */
final class RunClock {
  private RunClock() {}

  /** Now, or what SOURCE_DATE_EPOCH says (reproducible-builds.org), as ISO 8601 in UTC. */
  static String now() {
    return Optional.ofNullable(System.getenv("SOURCE_DATE_EPOCH"))
        .filter(seconds -> seconds.matches("\\d{1,11}"))
        .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)))
        .orElseGet(Instant::now)
        .truncatedTo(ChronoUnit.SECONDS)
        .toString();
  }
}
