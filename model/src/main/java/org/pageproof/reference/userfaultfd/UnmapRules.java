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
            (s, c) -> s.waiters().inUserMode(c.range().roundedPageSet(s.plan())),
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.UNMAP_UNDER_WAITER))
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

  private static void unmap(UffdState state, Unmap command, AllowedSteps<UffdState> steps) {
    long gone = command.range().roundedPageSet(state.plan());
    Steps.change(steps, without(state, gone), Reply.ZERO, List.of());
  }

  /** The state without these pages, whether they are mapped or not. */
  static UffdState without(UffdState state, long pageSet) {
    long gone = pageSet & state.layout().mapped();
    if (gone == 0) {
      return state;
    }
    return state
        .withoutPages(gone)
        .withRegistration(state.registration().without(gone))
        .withShmem(state.shmem() & ~gone)
        .withLayout(Areas.afterUnmap(state.layout(), gone));
  }
}
