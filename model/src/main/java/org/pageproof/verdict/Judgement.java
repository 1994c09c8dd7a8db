package org.pageproof.verdict;

import java.util.List;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Trace;

/**
 * A trace, its verdict, and the judged steps up to and including the one that diverged.
 *
 * @param trace what was judged
 * @param verdict the verdict
 * @param steps the judged steps
 */
public record Judgement<C extends Command>(
    Trace<C> trace, Verdict verdict, List<JudgedStep<C>> steps) {
  /** Copies the list. */
  public Judgement {
    steps = List.copyOf(steps);
  }
}
