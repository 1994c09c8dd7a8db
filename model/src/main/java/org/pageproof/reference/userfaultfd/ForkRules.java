package org.pageproof.reference.userfaultfd;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Fork;

/** clone(2) without CLONE_VM and CLONE_FILES, for contexts that did not ask for the fork event. */
final class ForkRules {
  private ForkRules() {}

  static List<Rule<UffdState, Fork>> rules() {
    return new RuleBook<Fork>("FORK", "userfaultfd(2); fs/userfaultfd.c, dup_userfaultfd()")
        .withheld(
            "SLOT-IN-USE",
            "A fork while there is a child is not executed.",
            (s, c) -> s.hasChild(),
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.SLOT_IN_USE))
        .rule(
            "OK",
            "The child has the same pages, none of them registered or protected: protection bits"
                + " are gone and protected empty entries are empty.",
            (s, c) -> true,
            (s, c, steps) -> fork(s, steps))
        .rules();
  }

  private static void fork(UffdState state, AllowedSteps<UffdState> steps) {
    Pages pages = Marks.clear(state, state.layout().mapped()).pages();
    List<Context> contexts = new ArrayList<>(state.contexts());
    contexts.replaceAll(context -> context.withInherited(true));
    UffdState next =
        state
            .withContexts(contexts)
            .withChild(Optional.of(new Child(state.layout(), pages, mayBeAbsent(state, pages))));
    Steps.change(steps, next, Reply.ZERO, List.of());
  }

  /**
   * Pages of zeros are not always copied: where an area never held anything else, the child's own
   * fault finds them. mm/memory.c, vma_needs_copy().
   */
  private static long mayBeAbsent(UffdState state, Pages pages) {
    long absent = state.unseen().lazy();
    for (int page = 0; page < pages.size(); page++) {
      absent |=
          pages.present(page) && pages.head(page) == 0 && pages.tail(page) == 0 ? 1L << page : 0;
    }
    return absent;
  }
}
