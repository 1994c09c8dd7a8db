package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.PageRange.Shape;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.DontNeed;

/** madvise(2) with MADV_DONTNEED. */
final class DontNeedRules {
  private DontNeedRules() {}

  static List<Rule<UffdState, DontNeed>> rules() {
    return new RuleBook<DontNeed>("DONTNEED", "madvise(2); mm/madvise.c, do_madvise()")
        .rule(
            "RANGE",
            "An unaligned start or a range that wraps around is EINVAL; the length is rounded up to"
                + " pages.",
            (s, c) -> badRange(c.range()),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()))
        .rule(
            "EMPTY",
            "A length of 0 does nothing and succeeds.",
            (s, c) -> emptyRange(c.range()),
            (s, c, steps) -> Steps.stay(steps, s, Reply.ZERO, List.of()))
        .rule(
            "HOLE",
            "A range that is not all mapped is ENOMEM, but its mapped pages are dropped.",
            (s, c) -> hole(s, c.range()),
            (s, c, steps) -> drop(s, c, Reply.refused(Errno.ENOMEM), steps))
        .rule(
            "OK",
            "The pages and their protection are dropped: the next access to a registered one is a"
                + " fault again; waiters sleep on.",
            (s, c) -> true,
            (s, c, steps) -> drop(s, c, Reply.ZERO, steps))
        .rules();
  }

  /** What every madvise(2) refuses. mm/madvise.c, is_valid_madvise(). */
  static boolean badRange(PageRange range) {
    return range.shape() == Shape.UNALIGNED_START || range.shape() == Shape.WRAPPING;
  }

  /** What every madvise(2) accepts without doing anything. */
  static boolean emptyRange(PageRange range) {
    return range.shape() == Shape.EMPTY;
  }

  /** Whether a part of a range, its length rounded up to pages, is not mapped. */
  static boolean hole(UffdState state, PageRange range) {
    int pages = range.count() + (range.shape() == Shape.UNALIGNED_LENGTH ? 1 : 0);
    long set = range.roundedPageSet(state.plan());
    return Long.bitCount(set & state.layout().mapped()) != pages;
  }

  private static void drop(
      UffdState state, DontNeed command, Reply reply, AllowedSteps<UffdState> steps) {
    long dropped = command.range().roundedPageSet(state.plan()) & state.layout().mapped();
    Steps.change(steps, state.withoutPages(dropped), reply, List.of());
  }
}
