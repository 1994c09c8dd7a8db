package org.pageproof.vocabulary;

import java.util.List;

/**
 * Where and with what a trace was made.
 *
 * @param tool the version of this tool
 * @param sut the system under test: {@code kernel} or {@code simulator}
 * @param profile what was negotiated with it
 * @param machine the architecture, such as {@code amd64}
 * @param thp the transparent huge page policy, {@code unknown} where it cannot be read
 * @param seed the campaign seed the sequence was drawn with; 0 if it was not drawn
 * @param faults the simulator's planted faults that were on
 */
public record Environment(
    String tool,
    String sut,
    Profile profile,
    String machine,
    String thp,
    long seed,
    List<String> faults) {
  /** Copies the list. */
  public Environment {
    faults = List.copyOf(faults);
  }

  /** The same environment with another seed. */
  public Environment withSeed(long newSeed) {
    return new Environment(tool, sut, profile, machine, thp, newSeed, faults);
  }
}
