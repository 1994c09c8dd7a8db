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
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
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
      goOn = !investigate(suspicion) || keepGoing.test(suspicion.fingerprint());
    }
    return goOn;
  }

  /** A trace that diverged once. */
  private record Suspicion<C extends Command>(Trace<C> trace, Verdict.Diverges verdict) {
    private Fingerprint fingerprint() {
      return verdict.divergence().fingerprint();
    }

    private boolean isDeath() {
      List<Observation> seen = trace.observations();
      return seen.get(seen.size() - 1).reply() instanceof Reply.Died;
    }
  }

  /** Confirms and shrinks a divergence; returns whether it is real and new in this run. */
  private boolean investigate(Suspicion<C> suspicion) {
    if (isKnown(suspicion)) {
      return false;
    }
    try (SystemUnderTest<C> fresh = sut.fresh()) {
      if (repeats(fresh, suspicion)) {
        return report(suspicion, shrink(fresh, suspicion));
      }
      if (suspicion.verdict().divergence().mismatches().get(0).field() == Mismatch.Field.TAINT) {
        // It stays until a kernel boots again: where it does not, what set it can't show it twice.
        return report(suspicion, unshrunk(suspicion));
      }
      Optional<Suspicion<C>> death = dies(fresh, suspicion);
      if (death.isPresent()) {
        return !isKnown(death.get()) && report(death.get(), shrink(fresh, death.get()));
      }
      listener.inconclusive(
          suspicion.trace(), "did not repeat: " + suspicion.verdict().divergence().fingerprint());
      return false;
    }
  }

  private boolean isKnown(Suspicion<C> suspicion) {
    boolean known = seen.contains(suspicion.fingerprint());
    if (known) {
      listener.foundAgain(suspicion.trace(), suspicion.verdict());
    }
    return known;
  }

  private boolean report(Suspicion<C> suspicion, Finding<C> finding) {
    seen.add(suspicion.fingerprint());
    listener.found(finding);
    return true;
  }

  /**
   * How a system dies whose memory was corrupted depends on what was done to it before. Nothing was
   * done to a fresh one, so that it dies in the same way again.
   */
  private Optional<Suspicion<C>> dies(SystemUnderTest<C> fresh, Suspicion<C> suspicion) {
    if (!suspicion.isDeath()) {
      return Optional.empty();
    }
    Trace<C> trace = execute(fresh, suspicion.trace().sequence());
    return judge(fresh, trace) instanceof Verdict.Diverges diverges
        ? Optional.of(new Suspicion<>(trace, diverges))
            .filter(death -> death.isDeath() && repeats(fresh, death))
        : Optional.empty();
  }

  private Finding<C> unshrunk(Suspicion<C> suspicion) {
    return new Finding<>(
        suspicion.trace(), oracle.explain(suspicion.trace()), suspicion.verdict().divergence(), 0);
  }

  private Finding<C> shrink(SystemUnderTest<C> fresh, Suspicion<C> suspicion) {
    Trace<C> trace = suspicion.trace();
    Divergence divergence = suspicion.verdict().divergence();
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

  private boolean repeats(SystemUnderTest<C> fresh, Suspicion<C> suspicion) {
    return repeats(fresh, suspicion.trace().sequence(), suspicion.fingerprint());
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
    return judge(fresh, execute(fresh, sequence)) instanceof Verdict.Diverges diverges
        ? Optional.of(diverges.divergence())
        : Optional.empty();
  }

  private Verdict judge(SystemUnderTest<C> fresh, Trace<C> trace) {
    Verdict verdict = oracle.judge(trace, (state, command, rule) -> {});
    if (verdict.isUnforeseeable()) {
      fresh.distrust();
    }
    return verdict;
  }

  private Trace<C> execute(SystemUnderTest<C> fresh, CommandSequence<C> sequence) {
    listener.executed();
    return fresh.execute(sequence);
  }
}
