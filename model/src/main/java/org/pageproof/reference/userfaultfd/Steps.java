package org.pageproof.reference.userfaultfd;

import java.util.List;
import java.util.Optional;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.verdict.Leeway;
import org.pageproof.vocabulary.Completion;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;

/** The shapes of steps that the rules of several commands share. */
final class Steps {
  private Steps() {}

  /** The call is refused and nothing changes. */
  static void refuse(
      AllowedSteps<UffdState> steps, UffdState state, Errno errno, List<OutField> out) {
    stay(steps, state, Reply.refused(errno), out);
  }

  /** The worker does not execute the command, for this reason. */
  static void withhold(AllowedSteps<UffdState> steps, UffdState state, Withholding reason) {
    stay(steps, state, new Reply.Withheld(reason), List.of());
  }

  /** Nothing changes. */
  static void stay(
      AllowedSteps<UffdState> steps, UffdState state, Reply reply, List<OutField> out) {
    go(steps, state, Areas.unchanged(state), reply, out, List.of(), List.of());
  }

  /** The state changes, but not its areas, and nobody is woken. */
  static void change(
      AllowedSteps<UffdState> steps, UffdState next, Reply reply, List<OutField> out) {
    stay(steps, next, reply, out);
  }

  /** The state changes but its areas do not; then these waiters are woken. */
  static void wake(
      AllowedSteps<UffdState> steps,
      UffdState next,
      List<Waiter> woken,
      Reply reply,
      List<OutField> out) {
    wake(steps, next, Areas.unchanged(next), woken, reply, out);
  }

  /** The state and its areas change; then these waiters are woken. */
  static void wake(
      AllowedSteps<UffdState> steps,
      UffdState next,
      Areas areas,
      List<Waiter> woken,
      Reply reply,
      List<OutField> out) {
    Waking.wake(
        next,
        woken,
        (after, completions) -> go(steps, after, areas, reply, out, List.of(), completions));
  }

  /** The most general step; the areas of {@code next} become those given. */
  static void go(
      AllowedSteps<UffdState> steps,
      UffdState next,
      Areas areas,
      Reply reply,
      List<OutField> out,
      List<Message> messages,
      List<Completion> completions) {
    Layout layout = areas.layout().withModes(next.missing(), next.protectable());
    UffdState after = next.layout().equals(layout) ? next : next.withLayout(layout);
    Optional<Child> child = after.child();
    steps.add(
        new Observation(
            reply,
            out,
            messages,
            completions,
            after.views(),
            after.pages(),
            layout,
            child.map(Child::pages),
            0),
        new Leeway(
            areas.optionalStarts(), after.unseen().lazy(), child.map(Child::lazy).orElse(0L)),
        after);
  }
}
