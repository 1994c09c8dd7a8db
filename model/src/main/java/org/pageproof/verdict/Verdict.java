package org.pageproof.verdict;

import java.util.List;

/** What the oracle says of a trace. */
public sealed interface Verdict
    permits Verdict.Conforms, Verdict.Diverges, Verdict.Inconclusive, Verdict.Skipped {
  /** Every step is allowed; known divergences may have been met. */
  record Conforms(List<KnownDivergence> known) implements Verdict {
    @Override
    public boolean isUnforeseeable() {
      return known.stream().anyMatch(KnownDivergence::ends);
    }
  }

  /** A step is allowed by no rule. */
  record Diverges(Divergence divergence) implements Verdict {}

  /** Neither: the judgement could not be made, or did not repeat. Never a pass. */
  record Inconclusive(String reason) implements Verdict {}

  /** The system under test cannot show what was asked for. */
  record Skipped(String reason) implements Verdict {}

  /**
   * Whether a known divergence may have done more than was seen: leaked pages, written anywhere. A
   * guest should not be used after it.
   */
  default boolean isUnforeseeable() {
    return false;
  }
}
