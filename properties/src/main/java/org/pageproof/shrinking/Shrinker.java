package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.pageproof.reference.ReferenceModel;
import org.pageproof.verdict.Divergence;
import org.pageproof.verdict.Fingerprint;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Trace;

/**
 * Shrinks a diverging sequence. The contract:
 *
 * <ul>
 *   <li>the fingerprint stays; a candidate that diverges in another way is no success;
 *   <li>each accepted candidate is smaller, so shrinking ends;
 *   <li>the model is asked before the system under test: a candidate whose last command would not
 *       even meet the broken rule is dropped without being executed;
 *   <li>at most {@link #MAX_EXECUTIONS} executions.
 * </ul>
 */
public final class Shrinker<S, C extends Command> {
  /** More executions than this are never spent on one divergence. */
  public static final int MAX_EXECUTIONS = 2000;

  private static final int SHORT = 12;

  private final ReferenceModel<S, C> model;
  private final Simplifier<C> simplifier;
  private final Probe<C> probe;
  private final BooleanSupplier cancelled;

  /** Executes and judges a candidate. */
  @FunctionalInterface
  public interface Probe<C extends Command> {
    /** The divergence, if the candidate diverges. */
    Optional<Divergence> run(CommandSequence<C> candidate);
  }

  /**
   * The result.
   *
   * @param sequence the smallest sequence found; it ends with the step that diverges
   * @param divergence how it diverges
   * @param executions how many candidates were executed
   */
  public record Shrunk<C extends Command>(
      CommandSequence<C> sequence, Divergence divergence, int executions) {}

  /**
   * A shrinker that tries its candidates with this probe.
   *
   * @param cancelled asked before each execution whether to end with the smallest so far
   */
  public Shrinker(
      ReferenceModel<S, C> model,
      Simplifier<C> simplifier,
      Probe<C> probe,
      BooleanSupplier cancelled) {
    this.cancelled = cancelled;
    this.model = model;
    this.simplifier = simplifier;
    this.probe = probe;
  }

  /** Shrinks a trace that diverged. */
  public Shrunk<C> shrink(Trace<C> trace, Divergence divergence) {
    List<C> commands = trace.sequence().commands().subList(0, divergence.step() + 1);
    Observation seen = trace.observations().get(divergence.step());
    Run run = new Run(trace.sequence().with(commands), divergence, seen);
    run.slice();
    run.reduce(Integer.MAX_VALUE);
    run.reduce(1); // again, asking the model only for the field that names the fingerprint
    return new Shrunk<>(run.best, run.divergence, run.executions);
  }

  /** One shrinking: the smallest sequence so far, and what was tried. */
  private final class Run {
    private final Fingerprint fingerprint;
    private final Forecast<S, C> forecast;
    private final Set<CommandSequence<C>> tried = new HashSet<>();
    private CommandSequence<C> best;
    private Divergence divergence;
    private int executions;
    private int fieldsAlike;

    /** Reduces until nothing helps; candidates must resemble the divergence in so many fields. */
    private void reduce(int fields) {
      // Where the model foretells less than was observed, it cannot be asked at all.
      fieldsAlike = forecast.resembles(best, fields) ? fields : 0;
      boolean smaller = true;
      while (smaller) {
        smaller = useSmallPages();
        smaller |= deleteRanges();
        smaller |= rewrite();
        smaller |= simplifyOperands();
        smaller |= deletePairs();
      }
    }

    private Run(CommandSequence<C> sequence, Divergence divergence, Observation seen) {
      this.fingerprint = divergence.fingerprint();
      this.forecast = new Forecast<>(model, divergence, seen);
      this.best = sequence;
      this.divergence = divergence;
    }

    /**
     * Keeps only the commands without which the model would expect something else where the
     * observation was wrong. This costs a single execution however long the sequence is. Later
     * commands go first, so that what took effect first stays.
     */
    private void slice() {
      List<C> rest = new ArrayList<>(best.commands());
      boolean again = true;
      while (again) {
        again = false;
        for (int i = rest.size() - 2; i >= 0; i--) {
          List<C> candidate = without(rest, i, 1);
          if (forecast.expectsTheSame(best.with(candidate))) {
            rest = candidate;
            again = true;
          }
        }
      }
      tryCandidate(rest);
    }

    /** Does without room for a huge page. */
    private boolean useSmallPages() {
      Optional<CommandSequence<C>> small = simplifier.withoutHugePage(best);
      return small.isPresent() && !tried.contains(small.get()) && diverges(small.get());
    }

    /** Deletes ranges of commands, halving their length, down to single commands. */
    private boolean deleteRanges() {
      boolean smaller = false;
      for (int length = Math.max(1, best.size() / 2); length >= 1; length /= 2) {
        int start = best.size() - 1 - length;
        while (start >= 0) {
          smaller |= tryCandidate(without(best.commands(), start, length));
          start = Math.min(start - length, best.size() - 1 - length);
        }
      }
      return smaller;
    }

    /** Deletes two commands at once, such as an unmap and the map that follows it. */
    private boolean deletePairs() {
      if (best.size() > SHORT) {
        return false; // a long sequence has too many pairs, and still other ways to shrink
      }
      for (int i = best.size() - 2; i > 0; i--) {
        for (int j = i - 1; j >= 0; j--) {
          if (tryCandidate(without(without(best.commands(), i, 1), j, 1))) {
            return true;
          }
        }
      }
      return false;
    }

    private boolean rewrite() {
      boolean smaller = false;
      boolean again = true;
      while (again) {
        again = false;
        for (List<C> candidate : simplifier.rewritten(best.commands(), best.plan())) {
          if (tryCandidate(candidate)) {
            smaller = true;
            again = true;
            break;
          }
        }
      }
      return smaller;
    }

    private boolean simplifyOperands() {
      boolean smaller = false;
      for (int i = 0; i < best.size(); i++) {
        List<C> variants = simplifier.simpler(best.commands().get(i));
        for (int v = 0; v < variants.size() && i < best.size(); v++) {
          List<C> candidate = new ArrayList<>(best.commands());
          candidate.set(i, variants.get(v));
          if (simplifier.isStorable(candidate.subList(i, i + 1), best.plan())
              && tryCandidate(candidate)) {
            smaller = true;
            variants = simplifier.simpler(best.commands().get(i));
            v = -1;
          }
        }
      }
      return smaller;
    }

    /** Accepts a candidate that is smaller and diverges in the same way in its last step. */
    private boolean tryCandidate(List<C> candidate) {
      CommandSequence<C> sequence = best.with(candidate);
      return smaller(candidate) && !tried.contains(sequence) && diverges(sequence);
    }

    private boolean diverges(CommandSequence<C> sequence) {
      if (executions >= MAX_EXECUTIONS
          || cancelled.getAsBoolean()
          || !forecast.endsAlike(sequence)
          || (fieldsAlike > 0 && !forecast.resembles(sequence, fieldsAlike))) {
        return false;
      }
      executions++;
      tried.add(sequence);
      Optional<Divergence> found = probe.run(sequence);
      if (found.isEmpty() || !found.get().fingerprint().equals(fingerprint)) {
        return false;
      }
      divergence = found.get();
      best = sequence.with(sequence.commands().subList(0, divergence.step() + 1));
      return true;
    }

    private boolean smaller(List<C> candidate) {
      Size size = simplifier.size(candidate, best.plan());
      int order = size.compareTo(simplifier.size(best.commands(), best.plan()));
      return order < 0 || (order == 0 && simplifier.compareOrder(candidate, best.commands()) < 0);
    }
  }

  private static <T> List<T> without(List<T> list, int start, int length) {
    List<T> rest = new ArrayList<>(list);
    rest.subList(start, start + length).clear();
    return rest;
  }
}
