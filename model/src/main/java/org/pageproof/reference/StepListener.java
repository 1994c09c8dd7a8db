package org.pageproof.reference;

import org.pageproof.verdict.RuleText;

/** Hears of every step that was judged and allowed. */
@FunctionalInterface
public interface StepListener<S, C> {
  /** A command was executed in this state and this rule allowed what was observed. */
  void allowed(S state, C command, RuleText rule);
}
