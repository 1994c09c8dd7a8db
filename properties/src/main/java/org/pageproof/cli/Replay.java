package org.pageproof.cli;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.reference.Oracle;
import org.pageproof.reports.words.JudgementText;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.verdict.Judgement;
import org.pageproof.verdict.KnownDivergence;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Trace;

/**
 * A stored trace that is executed again.
 *
 * @param stored the trace
 * @param under where it is executed
 * @param folder the folder it lies in, as the user would write it
 */
record Replay<S, C extends Command>(
    StoredTrace<S, C> stored, SystemUnderTest<C> under, String folder) {

  /** Executes it so many times and says what came out. */
  List<Verdict> times(int times) {
    Oracle<S, C> oracle = stored.oracle(under.environment().profile());
    List<Judgement<C>> judgements = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      Judgement<C> judgement = oracle.explain(execute());
      System.out.println("replay " + (i + 1) + ": " + word(judgement));
      judgements.add(judgement);
      if (judgement.verdict().isUnforeseeable()) {
        under.distrust();
      }
    }
    judgements.stream()
        .filter(judgement -> judgement.verdict() instanceof Verdict.Diverges)
        .findFirst()
        .ifPresent(this::report);
    return judgements.stream().map(Judgement::verdict).toList();
  }

  private void report(Judgement<C> diverging) {
    System.out.println();
    System.out.print(JudgementText.report(stored.checked().reports().words(), diverging, folder));
  }

  /** The trace of now, with the seed that the sequence once came from. */
  private Trace<C> execute() {
    Trace<C> trace = stored.trace();
    return under.execute(trace.sequence()).withSeed(trace.environment().seed());
  }

  /** A judgement in one line. */
  static String word(Judgement<?> judgement) {
    Verdict verdict = judgement.verdict();
    if (verdict instanceof Verdict.Diverges diverges) {
      return "diverges at step "
          + diverges.divergence().step()
          + ": "
          + diverges.divergence().fingerprint();
    }
    if (verdict instanceof Verdict.Inconclusive inconclusive) {
      return "inconclusive: " + inconclusive.reason();
    }
    return verdict instanceof Verdict.Conforms conforms
        ? "conforms" + known(conforms.known())
        : "skipped";
  }

  private static String known(List<KnownDivergence> met) {
    return met.stream()
        .map(one -> one.rule().id() + " at step " + one.step())
        .reduce((some, one) -> some + ", " + one)
        .map(all -> " but for the known divergence" + (met.size() > 1 ? "s " : " ") + all)
        .orElse("");
  }
}
