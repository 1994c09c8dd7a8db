package org.pageproof.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.reports.RunVerdict;
import org.pageproof.verdict.Fingerprint;
import org.pageproof.verdict.Verdict;

/** What several replays of one trace say together. */
final class ReplayVerdict {
  /** The replays must agree. */
  static final ReplayVerdict STANDARD = new ReplayVerdict(null);

  private final @Nullable Fingerprint wanted;

  private ReplayVerdict(@Nullable Fingerprint wanted) {
    this.wanted = wanted;
  }

  /**
   * This divergence is what is looked for, and need not show each time. Another one may hide it, so
   * that nothing can be said.
   */
  static ReplayVerdict ofBisection(Fingerprint wanted) {
    return new ReplayVerdict(wanted);
  }

  /** The verdict; says on stderr why there is none. */
  RunVerdict of(List<Verdict> verdicts) {
    long diverging = verdicts.stream().filter(v -> v instanceof Verdict.Diverges).count();
    if (wanted != null && verdicts.stream().anyMatch(this::isWanted)) {
      return RunVerdict.DIVERGES;
    }
    if (wanted != null && diverging > 0) {
      return inconclusive("another divergence than the trace's");
    }
    if (diverging > 0 && diverging < verdicts.size()) {
      return inconclusive(diverging + " of " + verdicts.size() + " replays diverge");
    }
    if (verdicts.stream().anyMatch(v -> v instanceof Verdict.Inconclusive)) {
      return RunVerdict.INCONCLUSIVE;
    }
    return diverging > 0 ? RunVerdict.DIVERGES : RunVerdict.CONFORMS;
  }

  private boolean isWanted(Verdict verdict) {
    return verdict instanceof Verdict.Diverges diverges
        && diverges.divergence().fingerprint().equals(wanted);
  }

  private static RunVerdict inconclusive(String why) {
    System.err.println("pageproof: inconclusive: " + why);
    return RunVerdict.INCONCLUSIVE;
  }
}
