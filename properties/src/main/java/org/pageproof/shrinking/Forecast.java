package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.reference.AllowedStep;
import org.pageproof.reference.ReferenceModel;
import org.pageproof.verdict.Divergence;
import org.pageproof.verdict.Expectation;
import org.pageproof.verdict.Mismatch;
import org.pageproof.verdict.ValueClass;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Pages;

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

  /** Whether the last command is of the kind that diverged. */
  boolean endsAlike(CommandSequence<C> sequence) {
    C last = sequence.commands().get(sequence.size() - 1);
    return last.kindName().equals(divergence.fingerprint().command());
  }

  /**
   * Whether the last command meets the broken rule and the model expects something of the classes
   * that were not observed.
   *
   * @param fields in how many of the differing fields, at most
   */
  boolean resembles(CommandSequence<C> sequence, int fields) {
    Ending ending = ending(sequence);
    for (Expectation expectation : ending.expectations()) {
      if (expectation.rule().id().equals(divergence.nearest().rule().id())
          && resembles(expectation.observation(), ending.before(), fields)) {
        return true;
      }
    }
    return false;
  }

  private boolean resembles(Observation candidate, Observation before, int fields) {
    List<Mismatch> wrong = divergence.mismatches();
    for (int i = 0; i < Math.min(fields, wrong.size()); i++) {
      if (!resembles(wrong.get(i), candidate, before)) {
        return false;
      }
    }
    return true;
  }

  private boolean resembles(Mismatch wrong, Observation candidate, Observation before) {
    return switch (wrong.field()) {
      case REPLY -> ValueClass.of(candidate.reply()).equals(wrong.expectedClass());
      case WAITERS -> resemblesWaking(wrong, candidate, before);
      case PAGE_BITS -> !candidate.pages().sameBits(before.pages());
      case COMPLETIONS -> !candidate.completions().isEmpty();
      case PAGE_CONTENTS -> hasPage(candidate.pages(), wrong.expectedClass());
      case CHILD_BITS -> hasChildPage(candidate);
      case DATA, SNAPSHOT, EXCLUSIVE -> MirrorForecast.resembles(wrong, candidate);
      case OUT, MESSAGES, AREAS, CHILD_CONTENTS, FEATURES, POLL, TAINT -> true;
    };
  }

  /** Enough threads are woken, or sleep, for some to be wrongly left asleep, or woken. */
  private static boolean resemblesWaking(
      Mismatch wrong, Observation candidate, Observation before) {
    if (wrong.expectedClass().equals("asleep")) {
      return total(before) > 0;
    }
    int woken = candidate.completions().size() + Math.max(0, pending(candidate) - pending(before));
    return woken >= (wrong.observedClass().equals("asleep") ? 1 : 2);
  }

  /** Some page of the child is as expected where the observation was wrong, parent included. */
  private boolean hasChildPage(Observation candidate) {
    if (expected.child().isEmpty() || seen.child().isEmpty() || candidate.child().isEmpty()) {
      return candidate.child().isPresent() == expected.child().isPresent();
    }
    for (int wrong = 0; wrong < expected.pages().size(); wrong++) {
      int bits = expected.child().get().bits(wrong);
      for (int page = 0; page < candidate.pages().size(); page++) {
        if (bits != seen.child().get().bits(wrong)
            && bits == candidate.child().get().bits(page)
            && expected.pages().bits(wrong) == candidate.pages().bits(page)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean hasPage(Pages pages, String wordsClass) {
    for (int page = 0; page < pages.size(); page++) {
      if (pages.present(page) && ValueClass.of(pages, page).equals(wordsClass)) {
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
    for (Expectation expectation : ending(candidate).expectations()) {
      if (expectation.rule().id().equals(rule) && sameWhereWrong(expectation.observation())) {
        return true;
      }
    }
    return false;
  }

  /** What the model expects in the last step, and of the step before it. */
  private record Ending(List<Expectation> expectations, Observation before) {}

  /**
   * Follows known divergences, and otherwise the model's first choice; the real run may differ,
   * which the execution then shows.
   */
  private Ending ending(CommandSequence<C> sequence) {
    S state = model.initialState(sequence.plan());
    Observation before = Observation.initial(sequence.plan());
    Observation after = before;
    List<AllowedStep<S>> steps = List.of();
    for (C command : sequence.commands()) {
      before = after;
      steps = model.allowed(state, command);
      if (steps.isEmpty()) {
        return new Ending(List.of(), before);
      }
      List<AllowedStep<S>> known = model.tolerated(state, command);
      AllowedStep<S> followed = (known.isEmpty() ? steps : known).get(0);
      after = followed.expectation().observation();
      state = followed.next();
    }
    List<Expectation> expectations = new ArrayList<>(steps.size());
    steps.forEach(step -> expectations.add(step.expectation()));
    return new Ending(expectations, before);
  }

  private boolean sameWhereWrong(Observation candidate) {
    return (expected.reply().equals(seen.reply()) || expected.reply().equals(candidate.reply()))
        && (expected.out().equals(seen.out()) || expected.out().equals(candidate.out()))
        && (expected.messages().equals(seen.messages())
            || expected.messages().size() == candidate.messages().size())
        && samePagesWhereWrong(expected.pages(), seen.pages(), candidate.pages())
        && sameChildWhereWrong(candidate)
        && sameWakingWhereWrong(candidate)
        && MirrorForecast.sameWhereWrong(expected, seen, candidate);
  }

  private static boolean samePagesWhereWrong(Pages expected, Pages seen, Pages candidate) {
    for (int page = 0; page < expected.size(); page++) {
      if (!expected.samePage(page, seen) && !expected.samePage(page, candidate)) {
        return false;
      }
    }
    return true;
  }

  private boolean sameChildWhereWrong(Observation candidate) {
    if (expected.child().isEmpty() || seen.child().isEmpty()) {
      return true;
    }
    return expected.child().equals(seen.child())
        || (candidate.child().isPresent()
            && samePagesWhereWrong(
                expected.child().get(), seen.child().get(), candidate.child().get()));
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

  private static int pending(Observation observation) {
    int pending = 0;
    for (DescriptorView view : observation.descriptors()) {
      pending += view.pending();
    }
    return pending;
  }

  private static int threads(List<Completion> completions) {
    int threads = 0;
    for (Completion completion : completions) {
      threads |= 1 << completion.thread();
    }
    return threads;
  }
}
