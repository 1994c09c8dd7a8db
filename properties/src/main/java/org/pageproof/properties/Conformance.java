package org.pageproof.properties;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.pageproof.reference.Oracle;
import org.pageproof.shrinking.Shrinker;
import org.pageproof.shrinking.Shrinker.Shrunk;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.verdict.Divergence;
import org.pageproof.verdict.Fingerprint;
import org.pageproof.verdict.Judgement;
import org.pageproof.verdict.Mismatch;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Trace;

/**
 * The main loop: sequences that were drawn from the model are executed, judged, and, where they
 * diverge, confirmed and shrunk. Everything else in this project serves {@link #check}.
 */
public final class Conformance<S, C extends Command> {
  private static final int CONFIRMATIONS = 3;

  private final Suite<S, C> suite;
  private final SystemUnderTest<C> sut;
  private final Oracle<S, C> oracle;
  private final ConformanceListener<S, C> listener;
  private final Predicate<Fingerprint> keepGoing;
  private final BooleanSupplier cancelled;
  private final Set<Fingerprint> seen = new HashSet<>();

  /**
   * A loop on this system under test.
   *
   * @param keepGoing whether to look for further divergences after this one
   * @param cancelled whether shrinking is to end with what it has
   */
  public Conformance(
      Suite<S, C> suite,
      SystemUnderTest<C> sut,
      ConformanceListener<S, C> listener,
      Predicate<Fingerprint> keepGoing,
      BooleanSupplier cancelled) {
    this.keepGoing = keepGoing;
    this.cancelled = cancelled;
    this.suite = suite;
    this.sut = sut;
    this.oracle = new Oracle<>(suite.model());
    this.listener = listener;
  }

  /**
   * Executes and judges a batch of sequences.
   *
   * @return whether to go on: no divergence was found, or it is not to end the run
   */
  public boolean check(List<CommandSequence<C>> batch) {
    List<Suspicion<C>> suspicions = new ArrayList<>(0);
    sut.execute(
        batch,
        trace -> {
          Verdict verdict = oracle.judge(trace, listener);
          listener.judged(trace, verdict);
          if (verdict.isUnforeseeable()) {
            sut.distrust();
          }
          if (verdict instanceof Verdict.Diverges diverges) {
            suspicions.add(new Suspicion<>(trace, diverges));
          } else if (verdict instanceof Verdict.Inconclusive inconclusive) {
            listener.inconclusive(trace, inconclusive.reason());
          }
        });
    boolean goOn = true;
    for (int i = 0; i < suspicions.size() && goOn; i++) {
      Suspicion<C> suspicion = suspicions.get(i);
      goOn =
          !investigate(suspicion.trace(), suspicion.verdict())
              || keepGoing.test(suspicion.verdict().divergence().fingerprint());
    }
    return goOn;
  }

  /** A trace that diverged once. */
  private record Suspicion<C extends Command>(Trace<C> trace, Verdict.Diverges verdict) {}

  /** Confirms and shrinks a divergence; returns whether it is real and new in this run. */
  private boolean investigate(Trace<C> trace, Verdict.Diverges verdict) {
    Divergence divergence = verdict.divergence();
    if (seen.contains(divergence.fingerprint())) {
      listener.foundAgain(trace, verdict);
      return false;
    }
    try (SystemUnderTest<C> fresh = sut.fresh()) {
      boolean repeats = repeats(fresh, trace.sequence(), divergence.fingerprint());
      if (!repeats && divergence.mismatches().get(0).field() != Mismatch.Field.TAINT) {
        listener.inconclusive(trace, "did not repeat: " + divergence.fingerprint());
        return false;
      }
      seen.add(divergence.fingerprint());
      // A taint stays until a kernel boots again: where it does not, what set it can't show it
      // twice.
      listener.found(
          repeats
              ? shrink(fresh, trace, divergence)
              : new Finding<>(trace, oracle.explain(trace), divergence, 0));
      return true;
    }
  }

  private Finding<C> shrink(SystemUnderTest<C> fresh, Trace<C> trace, Divergence divergence) {
    Shrunk<C> shrunk =
        new Shrinker<>(
                suite.model(), suite.simplifier(), candidate -> run(fresh, candidate), cancelled)
            .shrink(trace, divergence);
    CommandSequence<C> smallest =
        shrunk.sequence().with(suite.simplifier().renumbered(shrunk.sequence().commands()));
    // The smallest sequence must stand on its own: if it does not repeat, the original is reported.
    CommandSequence<C> reported =
        repeats(fresh, smallest, divergence.fingerprint()) ? smallest : trace.sequence();
    Judgement<C> last = oracle.explain(execute(fresh, reported));
    return last.verdict() instanceof Verdict.Diverges diverges
        ? new Finding<>(trace, last, diverges.divergence(), shrunk.executions())
        : new Finding<>(trace, oracle.explain(trace), divergence, shrunk.executions());
  }

  private boolean repeats(
      SystemUnderTest<C> fresh, CommandSequence<C> sequence, Fingerprint fingerprint) {
    for (int i = 0; i < CONFIRMATIONS; i++) {
      Optional<Divergence> again = run(fresh, sequence);
      if (again.isEmpty() || !again.get().fingerprint().equals(fingerprint)) {
        return false;
      }
    }
    return true;
  }

  private Optional<Divergence> run(SystemUnderTest<C> fresh, CommandSequence<C> sequence) {
    Verdict verdict = oracle.judge(execute(fresh, sequence), (state, command, rule) -> {});
    if (verdict.isUnforeseeable()) {
      fresh.distrust();
    }
    return verdict instanceof Verdict.Diverges diverges
        ? Optional.of(diverges.divergence())
        : Optional.empty();
  }

  private Trace<C> execute(SystemUnderTest<C> fresh, CommandSequence<C> sequence) {
    listener.executed();
    return fresh.execute(sequence);
  }
}
