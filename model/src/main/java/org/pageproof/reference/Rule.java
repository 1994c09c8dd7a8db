package org.pageproof.reference;

import java.util.function.Predicate;
import org.pageproof.verdict.RuleText;
import org.pageproof.vocabulary.Profile;

/**
 * One rule of a command. The rules of a command are tried in order and the first whose condition
 * holds decides what is allowed, so their order is the kernel's precedence of checks.
 *
 * @param text what it says
 * @param profile the profiles it holds for
 * @param condition when it decides
 * @param effect what it then allows
 * @param sometimes of a known divergence: whether a kernel that has it may as well do what is
 *     promised, so that nothing follows if it does
 */
public record Rule<S, C>(
    RuleText text,
    Predicate<Profile> profile,
    Condition<S, C> condition,
    Effect<S, C> effect,
    boolean sometimes) {
  /** A rule of which a kernel shows whatever it has. */
  public Rule(
      RuleText text, Predicate<Profile> profile, Condition<S, C> condition, Effect<S, C> effect) {
    this(text, profile, condition, effect, false);
  }

  /** The same rule of what a kernel need not show each time. */
  public Rule<S, C> onlySometimes() {
    return new Rule<>(text, profile, condition, effect, true);
  }

  /** When a rule decides. */
  @FunctionalInterface
  public interface Condition<S, C> {
    /** Whether the rule decides what this command may do in this state. */
    boolean holds(S state, C command);
  }

  /** What a rule allows. */
  @FunctionalInterface
  public interface Effect<S, C> {
    /** Adds every allowed step. */
    void allow(S state, C command, AllowedSteps<S> steps);
  }
}
