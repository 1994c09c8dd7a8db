package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.reference.AllowedStep;
import org.pageproof.reference.ReferenceModel;
import org.pageproof.verdict.Divergence;
import org.pageproof.verdict.Expectation;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Observation;

/** What the model alone says of a candidate's last step, to spare executions. */
final class Forecast<S, C extends Command> {
  private final ReferenceModel<S, C> model;
  private final Divergence divergence;
  private final Observation expected;
  private final Observation seen;

  /**
   * A forecast for candidates that shall diverge like this.
   *
   * @param seen what was observed in the step that diverged
   */
  Forecast(ReferenceModel<S, C> model, Divergence divergence, Observation seen) {
    this.model = model;
    this.divergence = divergence;
    this.expected = divergence.nearest().observation();
    this.seen = seen;
  }

  /** Whether the last command of a sequence is of this kind and may meet this rule. */
  static <S, C extends Command> boolean meets(
      ReferenceModel<S, C> model, CommandSequence<C> sequence, String rule, String kind) {
    C last = sequence.commands().get(sequence.size() - 1);
    if (!last.kindName().equals(kind)) {
      return false;
    }
    for (Expectation expectation : lastExpectations(model, sequence)) {
      if (expectation.rule().id().equals(rule)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the model expects in the last step what was expected where the observation was wrong.
   */
  boolean expectsTheSame(CommandSequence<C> candidate) {
    String rule = divergence.nearest().rule().id();
    for (Expectation expectation : lastExpectations(model, candidate)) {
      if (expectation.rule().id().equals(rule) && sameWhereWrong(expectation.observation())) {
        return true;
      }
    }
    return false;
  }

  /** Follows the model's first choice; the real run may differ, which the execution then shows. */
  private static <S, C extends Command> List<Expectation> lastExpectations(
      ReferenceModel<S, C> model, CommandSequence<C> sequence) {
    S state = model.initialState(sequence.plan());
    List<AllowedStep<S>> steps = List.of();
    for (C command : sequence.commands()) {
      steps = model.allowed(state, command);
      if (steps.isEmpty()) {
        return List.of();
      }
      state = steps.get(0).next();
    }
    List<Expectation> expectations = new ArrayList<>(steps.size());
    steps.forEach(step -> expectations.add(step.expectation()));
    return expectations;
  }

  private boolean sameWhereWrong(Observation candidate) {
    return (expected.reply().equals(seen.reply()) || expected.reply().equals(candidate.reply()))
        && (expected.out().equals(seen.out()) || expected.out().equals(candidate.out()))
        && (expected.messages().equals(seen.messages())
            || expected.messages().size() == candidate.messages().size())
        && samePagesWhereWrong(candidate)
        && sameWakingWhereWrong(candidate);
  }

  private boolean samePagesWhereWrong(Observation candidate) {
    for (int page = 0; page < expected.pages().size(); page++) {
      if (!expected.pages().samePage(page, seen.pages())
          && !expected.pages().samePage(page, candidate.pages())) {
        return false;
      }
    }
    return true;
  }

  private boolean sameWakingWhereWrong(Observation candidate) {
    if (!expected.completions().equals(seen.completions())) {
      return threads(expected.completions()) == threads(candidate.completions())
          && !threadsLost(candidate);
    }
    for (int fd = 0; fd < expected.descriptors().size(); fd++) {
      DescriptorView should = expected.descriptors().get(fd);
      if (!should.equals(seen.descriptors().get(fd))
          && !should.equals(candidate.descriptors().get(fd))) {
        return false;
      }
    }
    return true;
  }

  /** Whether fewer threads sleep than before, where one was woken that should sleep on. */
  private boolean threadsLost(Observation candidate) {
    boolean wronglyWoken = (threads(seen.completions()) & ~threads(expected.completions())) != 0;
    return wronglyWoken && total(candidate) == 0;
  }

  private static int total(Observation observation) {
    int total = 0;
    for (DescriptorView view : observation.descriptors()) {
      total += view.total();
    }
    return total;
  }

  private static int threads(List<Completion> completions) {
    int threads = 0;
    for (Completion completion : completions) {
      threads |= 1 << completion.thread();
    }
    return threads;
  }
}
