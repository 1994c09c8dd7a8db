package org.pageproof.sut.driver;

import java.time.Duration;

/**
 * How workers are driven.
 *
 * @param tool the version of this tool, for the environment
 * @param hangLimit how long a worker may make no progress at all before it is taken for hung; no
 *     outcome depends on it
 * @param recycleAfter the number of sequences after which a worker is replaced
 */
public record DriverOptions(String tool, Duration hangLimit, int recycleAfter) {
  /** Checks the number. */
  public DriverOptions {
    if (recycleAfter < 1) {
      throw new IllegalArgumentException("recycleAfter must be 1 or more, not " + recycleAfter);
    }
  }
}
