package org.pageproof.reference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pageproof.verdict.Divergence;
import org.pageproof.verdict.Expectation;
import org.pageproof.verdict.Fingerprint;
import org.pageproof.verdict.JudgedStep;
import org.pageproof.verdict.Judgement;
import org.pageproof.verdict.KnownDivergence;
import org.pageproof.verdict.Mismatch;
import org.pageproof.verdict.Mismatches;
import org.pageproof.verdict.RuleText;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Trace;

/**
 * Judges traces: a step conforms if some state that is still possible allows what was observed.
 * Keeps the set of states still possible, which is nearly always a single one. Never executes
 * anything.
 */
public final class Oracle<S, C extends Command> {
  /** With more possible states than this the verdict is inconclusive. */
  static final int MAX_STATES = 256;

  private final ReferenceModel<S, C> model;

  /** An oracle for the model's profile. */
  public Oracle(ReferenceModel<S, C> model) {
    this.model = model;
  }

  /** Judges a trace; the listener hears of each allowed step. */
  public Verdict judge(Trace<C> trace, StepListener<S, C> listener) {
    AddressPlan plan = trace.sequence().plan();
    List<S> possible = List.of(model.initialState(plan));
    List<KnownDivergence> known = new ArrayList<>(0);
    Observation before = Observation.initial(plan);
    for (int step = 0; step < trace.observations().size(); step++) {
      C command = trace.sequence().commands().get(step);
      Observation seen = trace.observations().get(step);
      Matching matching = match(possible, command, seen, listener);
      if (matching.next.isEmpty()) {
        Optional<Verdict> uncovered = uncovered(trace, step);
        return uncovered.isPresent()
            ? uncovered.get()
            : new Verdict.Diverges(divergence(plan, step, possible, command, seen, before));
      }
      if (matching.next.size() > MAX_STATES) {
        return new Verdict.Inconclusive("step " + step + " leaves too many states possible");
      }
      if (matching.defect) {
        known.add(new KnownDivergence(step, matching.met.get(0).rule(), matching.ends()));
      }
      if (matching.ends()) {
        return conforms(known);
      }
      possible = matching.next;
      before = seen;
    }
    if (trace.observations().size() < trace.sequence().size()) {
      return new Verdict.Inconclusive("the trace ends before its last command");
    }
    return conforms(known);
  }

  private static Verdict conforms(List<KnownDivergence> known) {
    return new Verdict.Conforms(known);
  }

  /** The first command up to a step that the rules are not about, if there is one. */
  private Optional<Verdict> uncovered(Trace<C> trace, int lastStep) {
    for (int step = 0; step <= lastStep; step++) {
      C command = trace.sequence().commands().get(step);
      if (!model.covers(command)) {
        return Optional.of(
            new Verdict.Inconclusive("no rule covers step " + step + ": " + command));
      }
    }
    return Optional.empty();
  }

  /** Judges a trace and keeps what was allowed in each step. */
  public Judgement<C> explain(Trace<C> trace) {
    Verdict verdict = judge(trace, (state, command, rule) -> {});
    AddressPlan plan = trace.sequence().plan();
    List<S> possible = List.of(model.initialState(plan));
    List<JudgedStep<C>> steps = new ArrayList<>();
    for (int step = 0; step < trace.observations().size() && !possible.isEmpty(); step++) {
      C command = trace.sequence().commands().get(step);
      Observation seen = trace.observations().get(step);
      Matching matching = match(possible, command, seen, (state, met, rule) -> {});
      List<Expectation> allowed = new ArrayList<>();
      for (S state : possible) {
        for (AllowedStep<S> candidate : candidates(state, command, matching.defect)) {
          if (!allowed.contains(candidate.expectation())) {
            allowed.add(candidate.expectation());
          }
        }
      }
      int taken = matching.met.isEmpty() ? -1 : allowed.indexOf(matching.met.get(0));
      steps.add(new JudgedStep<>(command, seen, allowed, taken));
      possible = matching.ends() ? List.of() : matching.next;
    }
    return new Judgement<>(trace, verdict, steps);
  }

  private List<AllowedStep<S>> candidates(S state, C command, boolean defect) {
    return defect ? model.tolerated(state, command) : model.allowed(state, command);
  }

  private final class Matching {
    private final List<S> next = new ArrayList<>(1);
    private final List<Expectation> met = new ArrayList<>(1);
    private boolean defect;

    /** Keeps the state after a step that was observed. */
    private void add(AllowedStep<S> step, Observation seen) {
      S state = model.resolve(step.next(), seen);
      if (next.isEmpty() || !next.contains(state)) {
        next.add(state);
        met.add(step.expectation());
      }
    }

    /** Whether nothing can be said of what follows, whichever step was taken. */
    private boolean ends() {
      for (Expectation expectation : met) {
        if (!expectation.leeway().ends()) {
          return false;
        }
      }
      return !met.isEmpty();
    }
  }

  private Matching match(
      List<S> possible, C command, Observation seen, StepListener<S, C> listener) {
    Matching matching = new Matching();
    collect(possible, command, seen, matching, listener);
    if (matching.next.isEmpty()) {
      matching.defect = true;
      collect(possible, command, seen, matching, listener);
      // Where nothing matches, what would have been right is what is promised.
      matching.defect = !matching.next.isEmpty();
    }
    return matching;
  }

  private void collect(
      List<S> possible,
      C command,
      Observation seen,
      Matching matching,
      StepListener<S, C> listener) {
    for (S state : possible) {
      boolean promised = false;
      for (AllowedStep<S> step : candidates(state, command, matching.defect)) {
        if (step.expectation().matches(seen)) {
          promised = !matching.defect;
          matching.add(step, seen);
          listener.allowed(state, command, step.expectation().rule());
        }
      }
      if (promised) {
        tolerate(state, command, seen, matching, listener);
      }
    }
  }

  /**
   * What is promised was observed. A known divergence that looks the same may have happened all the
   * same, and show later. One that was to be expected and looks otherwise is gone.
   */
  private void tolerate(
      S state, C command, Observation seen, Matching matching, StepListener<S, C> listener) {
    List<AllowedStep<S>> tolerated = model.tolerated(state, command);
    boolean same = false;
    for (AllowedStep<S> step : tolerated) {
      if (step.expectation().matches(seen)) {
        same = true;
        if (!step.expectation().leeway().ends()) {
          matching.add(step, seen);
        }
      }
    }
    if (!same && !tolerated.isEmpty() && isShownAlways(tolerated.get(0).expectation().rule())) {
      listener.gone(state, command, tolerated.get(0).expectation().rule());
    }
  }

  private boolean isShownAlways(RuleText known) {
    return model.rules().stream().noneMatch(rule -> rule.sometimes() && rule.text().equals(known));
  }

  private Divergence divergence(
      AddressPlan plan,
      int step,
      List<S> possible,
      C command,
      Observation seen,
      Observation before) {
    Nearest nearest = new Nearest(plan, seen, before);
    for (S state : possible) {
      for (AllowedStep<S> candidate : model.allowed(state, command)) {
        nearest.consider(candidate.expectation());
      }
    }
    return nearest.divergence(step, command);
  }

  /** Picks the expectation whose first differing field is the latest. */
  private static final class Nearest {
    private final AddressPlan plan;
    private final Observation seen;
    private final Observation before;
    private final List<Expectation> expectations = new ArrayList<>(1);
    private List<Mismatch> mismatches = List.of();

    private Nearest(AddressPlan plan, Observation seen, Observation before) {
      this.plan = plan;
      this.seen = seen;
      this.before = before;
    }

    private void consider(Expectation expectation) {
      List<Mismatch> candidate = Mismatches.between(plan, expectation, seen, before);
      if (expectations.isEmpty()
          || candidate.get(0).field().compareTo(mismatches.get(0).field()) > 0) {
        expectations.clear();
        expectations.add(expectation);
        mismatches = candidate;
      }
    }

    private Divergence divergence(int step, Command command) {
      if (expectations.isEmpty()) {
        throw new IllegalStateException("no rule decides " + command);
      }
      Expectation expectation = expectations.get(0);
      Mismatch first = mismatches.get(0);
      Fingerprint fingerprint =
          new Fingerprint(
              command.kindName(),
              expectation.rule().id(),
              first.field().text(),
              first.expectedClass(),
              first.observedClass());
      return new Divergence(step, fingerprint, expectation, mismatches);
    }
  }
}
