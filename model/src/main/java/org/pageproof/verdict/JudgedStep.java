package org.pageproof.verdict;

import java.util.List;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Observation;

/**
 * A step with everything that was allowed in it, for reports.
 *
 * @param command what was executed
 * @param observed what was observed; the nearest expectation if the step was not executed
 * @param allowed what the rules allow; more than one where the kernel has a choice
 * @param taken the index in {@code allowed} of the expectation that was met, -1 if none was
 */
public record JudgedStep<C extends Command>(
    C command, Observation observed, List<Expectation> allowed, int taken) {
  /** Copies the list. */
  public JudgedStep {
    allowed = List.copyOf(allowed);
  }
}
