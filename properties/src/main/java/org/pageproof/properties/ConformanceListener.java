package org.pageproof.properties;

import org.pageproof.reference.StepListener;
import org.pageproof.verdict.RuleText;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Trace;

/** Hears of what the main loop does, and of each step that the oracle judges. */
public interface ConformanceListener<S, C extends Command> extends StepListener<S, C> {
  /** A round begins. */
  default void roundStarted(long round, long seed) {}

  /** A round ended, perhaps early. */
  default void roundFinished(long round, long seed) {}

  /** A sequence was executed to confirm or shrink a divergence. */
  default void executed() {}

  @Override
  default void allowed(S state, C command, RuleText rule) {}

  /** A trace was judged; the verdict of an unconfirmed divergence is followed by another call. */
  default void judged(Trace<C> trace, Verdict verdict) {}

  /** A divergence seen for the first time in this run was confirmed and shrunk. */
  default void found(Finding<C> finding) {}

  /** A divergence was seen again. */
  default void foundAgain(Trace<C> trace, Verdict.Diverges verdict) {}

  /** A verdict could not be reached, or a divergence did not repeat. */
  default void inconclusive(Trace<C> trace, String reason) {}
}
