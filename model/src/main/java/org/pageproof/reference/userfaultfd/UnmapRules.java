package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.PageRange.Shape;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Unmap;

/** munmap(2). */
final class UnmapRules {
  private UnmapRules() {}

  static List<Rule<UffdState, Unmap>> rules() {
    return new RuleBook<Unmap>("UNMAP", "munmap(2); mm/vma.c, do_vmi_munmap()")
        .withheld(
            "UNDER-WAITER",
            "A page that a thread waits on in user mode is not unmapped: woken, it would be killed.",
            UnmapRules::underUserWaiter,
            (s, c, steps) ->
                Steps.stay(steps, s, new Reply.Withheld(Withholding.UNMAP_UNDER_WAITER), List.of()))
        .rule(
            "RANGE",
            "An unaligned start, a length of 0 or a range beyond the task is EINVAL; the length is"
                + " rounded up to pages.",
            (s, c) -> refused(c.range().shape()),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()))
        .rule(
            "OK",
            "The pages and their registration are gone; waiters sleep on; holes are no error.",
            (s, c) -> true,
            UnmapRules::unmap)
        .rules();
  }

  private static boolean refused(Shape shape) {
    return shape != Shape.WHOLE && shape != Shape.UNALIGNED_LENGTH;
  }

  private static boolean underUserWaiter(UffdState state, Unmap command) {
    long gone = command.range().roundedPageSet(state.plan());
    for (Waiter waiter : state.waiters().list()) {
      if (waiter.access().isUserMode() && (gone >>> waiter.page() & 1) != 0) {
        return true;
      }
    }
    return false;
  }

  private static void unmap(UffdState state, Unmap command, AllowedSteps<UffdState> steps) {
    long gone = command.range().roundedPageSet(state.plan()) & state.layout().mapped();
    if (gone == 0) {
      Steps.stay(steps, state, Reply.ZERO, List.of());
      return;
    }
    UffdState next =
        state
            .withPages(state.pages().without(gone))
            .withOwned(0, state.owned().get(0) & ~gone)
            .withOwned(1, state.owned().get(1) & ~gone);
    Areas areas = Areas.afterUnmap(state.layout(), gone);
    Steps.go(steps, next, areas, Reply.ZERO, List.of(), List.of(), List.of());
  }
}
