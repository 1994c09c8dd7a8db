package org.pageproof.reference;

import java.util.List;
import org.pageproof.verdict.RuleText;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Profile;

/**
 * A labelled transition system that may be non-deterministic: for a state and a command it gives
 * all steps that a conforming system may take. States are immutable values.
 *
 * @param <S> the states
 * @param <C> the commands
 */
public interface ReferenceModel<S, C extends Command> {
  /** What the expectations are for. */
  Profile profile();

  /** The state before the first command. */
  S initialState(AddressPlan plan);

  /**
   * Every allowed step, the likeliest first; empty if no rule decides, which only happens to a
   * model with a rule removed.
   */
  List<AllowedStep<S>> allowed(S state, C command);

  /**
   * What is allowed only as a known divergence: the steps of rules with status DEFECT. Asked when
   * nothing in {@link #allowed} matches.
   */
  List<AllowedStep<S>> tolerated(S state, C command);

  /**
   * The next state, with what is the kernel's choice taken from the observation.
   *
   * @param next the state of an allowed step whose expectation matched
   */
  S resolve(S next, Observation seen);

  /**
   * Whether the rules are about this command at all. A stored trace may hold operands that no rule
   * covers yet; what follows from them must not be called a divergence.
   */
  boolean covers(C command);

  /** All rules, those of other profiles included, in the order of the commands. */
  List<Rule<S, ?>> rules();

  /**
   * A coarse name of the situation a command meets: what it is about to touch, not with which
   * slots. Transition coverage counts (situation, command, rule).
   */
  String situation(S state, C command);

  /** What must hold in every state; empty if it does, otherwise what is broken. */
  List<String> brokenInvariants(S state);

  /** The same model with one rule removed, for the test that each rule is needed. */
  ReferenceModel<S, C> without(RuleText rule);
}
