package org.pageproof.reference.userfaultfd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Reap;

/** The child is killed and waited for. */
final class ReapRules {
  private ReapRules() {}

  static List<Rule<UffdState, Reap>> rules() {
    return new RuleBook<Reap>("REAP", "userfaultfd(2); fs/userfaultfd.c, userfaultfd_release()")
        .withheld(
            "NO-CHILD",
            "Without a child there is nothing to kill.",
            (s, c) -> !s.hasChild(),
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.NO_CHILD))
        .rule(
            "LAST-REFERENCE",
            "Descriptors that were closed before, of which the child held the last copy, end now:"
                + " their areas are unregistered and their waiters woken.",
            (s, c) -> lastReference(s),
            (s, c, steps) -> reap(s, steps))
        .rule(
            "OK",
            "Descriptors that are still open here stay as they are.",
            (s, c) -> !lastReference(s),
            (s, c, steps) -> reap(s, steps))
        .rules();
  }

  private static boolean lastReference(UffdState state) {
    return state.context(UffdState.SLOTS).open() || state.context(UffdState.SLOTS + 1).open();
  }

  private static void reap(UffdState state, AllowedSteps<UffdState> steps) {
    List<Context> contexts = new ArrayList<>(state.contexts());
    contexts.replaceAll(context -> context.withInherited(false));
    UffdState alone = state.withContexts(contexts).withChild(Optional.empty());
    Release.of(alone, List.of(UffdState.SLOTS, UffdState.SLOTS + 1), steps);
  }
}
