package org.pageproof.properties;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.pageproof.reference.Oracle;
import org.pageproof.reference.ReferenceModel;
import org.pageproof.reference.StepListener;
import org.pageproof.shrinking.Simplifier;
import org.pageproof.verdict.RuleText;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Trace;

/**
 * A short sequence whose last command makes a transition: what a conforming system does, as opposed
 * to a divergence, is shrunk by its rule and situation.
 */
public final class Witness<S, C extends Command> {
  private final ReferenceModel<S, C> model;
  private final Oracle<S, C> oracle;
  private final Simplifier<C> simplifier;
  private final Function<CommandSequence<C>, Trace<C>> execute;

  /**
   * Looks for witnesses on a system.
   *
   * @param execute executes a sequence
   */
  public Witness(Suite<S, C> suite, Function<CommandSequence<C>, Trace<C>> execute) {
    this.model = suite.model();
    this.oracle = new Oracle<>(suite.model());
    this.simplifier = suite.simplifier();
    this.execute = execute;
  }

  /**
   * The smallest sequence that can be had by leaving out commands and simplifying operands; the
   * given one if the system does not make the transition.
   *
   * @param transition {@code command | situation | rule id}
   */
  public CommandSequence<C> shrunk(CommandSequence<C> sequence, String transition) {
    if (!makes(sequence, transition)) {
      return sequence;
    }
    CommandSequence<C> best = sequence;
    boolean smaller = true;
    while (smaller) {
      CommandSequence<C> before = best;
      best = simplified(without(best, transition), transition);
      smaller =
          simplifier
                  .size(best.commands(), best.plan())
                  .compareTo(simplifier.size(before.commands(), before.plan()))
              < 0;
    }
    CommandSequence<C> renumbered = best.with(simplifier.renumbered(best.commands()));
    return makes(renumbered, transition) ? renumbered : best;
  }

  /** Later commands go first, so that what took effect first stays. */
  private CommandSequence<C> without(CommandSequence<C> sequence, String transition) {
    CommandSequence<C> best = sequence;
    for (int length = sequence.size() / 2; length >= 1; length /= 2) {
      for (int from = best.size() - 1 - length; from >= 0; from--) {
        List<C> rest = new ArrayList<>(best.commands());
        rest.subList(from, from + length).clear();
        CommandSequence<C> candidate = best.with(rest);
        if (makes(candidate, transition)) {
          best = candidate;
          from = Math.min(from, best.size() - length);
        }
      }
    }
    return best;
  }

  private CommandSequence<C> simplified(CommandSequence<C> sequence, String transition) {
    CommandSequence<C> best = sequence;
    for (int at = 0; at < best.size(); at++) {
      for (C simpler : simplifier.simpler(best.commands().get(at))) {
        List<C> commands = new ArrayList<>(best.commands());
        commands.set(at, simpler);
        best = betterOf(best, commands, transition);
      }
    }
    for (List<C> rewritten : simplifier.rewritten(best.commands(), best.plan())) {
      best = betterOf(best, rewritten, transition);
    }
    return best;
  }

  private CommandSequence<C> betterOf(
      CommandSequence<C> best, List<C> commands, String transition) {
    boolean smaller =
        simplifier
                .size(commands, best.plan())
                .compareTo(simplifier.size(best.commands(), best.plan()))
            < 0;
    if (!smaller || !simplifier.isStorable(commands, best.plan())) {
      return best;
    }
    CommandSequence<C> candidate = best.with(commands);
    return makes(candidate, transition) ? candidate : best;
  }

  /** The rules that allow what the last command does; none if no rule does. */
  public Set<RuleText> outcome(CommandSequence<C> sequence) {
    Set<RuleText> rules = new LinkedHashSet<>();
    lastStep(sequence, (state, command, rule) -> rules.add(rule));
    return rules;
  }

  /** Whether the last command makes the transition. */
  private boolean makes(CommandSequence<C> sequence, String transition) {
    List<String> made = new ArrayList<>(1);
    lastStep(sequence, (state, command, rule) -> made.add(name(state, command, rule)));
    return made.contains(transition);
  }

  private void lastStep(CommandSequence<C> sequence, StepListener<S, C> listener) {
    int last = sequence.commands().get(sequence.size() - 1).id();
    oracle.judge(
        execute.apply(sequence),
        (state, command, rule) -> {
          if (command.id() == last) {
            listener.allowed(state, command, rule);
          }
        });
  }

  private String name(S state, C command, RuleText rule) {
    return command.kindName() + " | " + model.situation(state, command) + " | " + rule.id();
  }
}
