package org.pageproof.reference;

import org.pageproof.verdict.RuleText;

/** Hears of every step that was judged and allowed. */
@FunctionalInterface
public interface StepListener<S, C> {
  /** A command was executed in this state and this rule allowed what was observed. */
  void allowed(S state, C command, RuleText rule);

  /**
   * A command was executed in a state in which a known divergence was to be expected, and what is
   * promised was observed instead: the divergence may be gone. By default nothing is done. Not told
   * of divergences that a kernel shows {@linkplain Rule#sometimes only sometimes}.
   *
   * @param rule the known divergence
   */
  default void gone(S state, C command, RuleText rule) {}
}
