package org.pageproof.verdict;

import java.util.List;

/**
 * The first step that no rule allows.
 *
 * @param step the index of the step
 * @param fingerprint its identity
 * @param nearest the allowed expectation that comes nearest to what was observed
 * @param mismatches every field in which the observation differs from the nearest expectation
 */
public record Divergence(
    int step, Fingerprint fingerprint, Expectation nearest, List<Mismatch> mismatches) {
  /** Copies the list. */
  public Divergence {
    mismatches = List.copyOf(mismatches);
  }
}
