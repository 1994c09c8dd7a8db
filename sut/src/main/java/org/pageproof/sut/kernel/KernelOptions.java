package org.pageproof.sut.kernel;

import java.time.Duration;

/**
 * How workers are run. No outcome depends on a limit; they only find what is stuck.
 *
 * @param tool the version of this tool, for the environment
 * @param settleLimit how long a worker waits for a step to settle before it reports a hang
 * @param hangLimit how long a worker may make no progress at all before it is taken for hung;
 *     longer than the settle limit
 * @param recycleAfter the number of sequences after which a worker is replaced
 * @param unprivileged whether workers run without any capability, as the same user
 */
public record KernelOptions(
    String tool, Duration settleLimit, Duration hangLimit, int recycleAfter, boolean unprivileged) {
  /** Checks the number. */
  public KernelOptions {
    if (recycleAfter < 1) {
      throw new IllegalArgumentException("recycleAfter must be 1 or more, not " + recycleAfter);
    }
  }

  /** Generous limits; workers have the capabilities of their driver. */
  public static KernelOptions standard(String tool) {
    return new KernelOptions(tool, Duration.ofSeconds(10), Duration.ofSeconds(25), 20_000, false);
  }

  /** The same options with other limits. */
  public KernelOptions withLimits(Duration newSettleLimit, Duration newHangLimit) {
    return new KernelOptions(tool, newSettleLimit, newHangLimit, recycleAfter, unprivileged);
  }

  /** The same options with another life of a worker. */
  public KernelOptions withRecycleAfter(int sequences) {
    return new KernelOptions(tool, settleLimit, hangLimit, sequences, unprivileged);
  }

  /** The same options with workers that have no capability. */
  public KernelOptions withoutPrivileges() {
    return new KernelOptions(tool, settleLimit, hangLimit, recycleAfter, true);
  }
}
