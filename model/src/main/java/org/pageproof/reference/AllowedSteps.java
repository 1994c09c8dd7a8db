package org.pageproof.reference;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.verdict.Expectation;
import org.pageproof.verdict.Leeway;
import org.pageproof.verdict.RuleText;
import org.pageproof.vocabulary.Observation;

/** Collects what the deciding rule allows, each outcome once. */
public final class AllowedSteps<S> {
  private final List<AllowedStep<S>> steps = new ArrayList<>(1);
  private final RuleText rule;

  /** An empty collection for a rule's outcomes. */
  public AllowedSteps(RuleText rule) {
    this.rule = rule;
  }

  /** Allows this observation, which leads to this state. */
  public void add(Observation observation, Leeway leeway, S next) {
    AllowedStep<S> step = new AllowedStep<>(new Expectation(rule, observation, leeway), next);
    if (steps.isEmpty() || !steps.contains(step)) {
      steps.add(step);
    }
  }

  /** What was collected. */
  public List<AllowedStep<S>> steps() {
    return steps;
  }
}
