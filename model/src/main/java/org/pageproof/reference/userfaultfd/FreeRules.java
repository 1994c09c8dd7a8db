package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Free;

/** madvise(2) with MADV_FREE. */
final class FreeRules {
  private FreeRules() {}

  static List<Rule<UffdState, Free>> rules() {
    return new RuleBook<Free>("FREE", "madvise(2); mm/madvise.c, madvise_free_single_vma()")
        .ruleFor(
            "before 4.5",
            p -> !p.freesLazily(),
            "UNKNOWN",
            "An advice that the kernel does not know is EINVAL.",
            (s, c) -> true,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()))
        .rule(
            "RANGE",
            "An unaligned start or a range that wraps around is EINVAL; the length is rounded up to"
                + " pages.",
            (s, c) -> DontNeedRules.badRange(c.range()),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()))
        .rule(
            "EMPTY",
            "A length of 0 does nothing and succeeds.",
            (s, c) -> DontNeedRules.emptyRange(c.range()),
            (s, c, steps) -> Steps.stay(steps, s, Reply.ZERO, List.of()))
        .rule(
            "FILE",
            "An area that is not private and anonymous is EINVAL; what lies before it is freed.",
            (s, c) -> filePages(s, c) != 0,
            (s, c, steps) ->
                free(
                    s,
                    c.range().roundedPageSet(s.plan()) & (Long.lowestOneBit(filePages(s, c)) - 1),
                    Reply.refused(Errno.EINVAL),
                    steps))
        .rule(
            "HOLE",
            "A range that is not all mapped is ENOMEM, but its mapped pages are freed.",
            (s, c) -> DontNeedRules.hole(s, c.range()),
            (s, c, steps) ->
                free(s, c.range().roundedPageSet(s.plan()), Reply.refused(Errno.ENOMEM), steps))
        .rule(
            "OK",
            "The pages keep contents and protection until the kernel drops them, which it may do at"
                + " any time until they are written; protected empty entries stay.",
            (s, c) -> true,
            (s, c, steps) -> free(s, c.range().roundedPageSet(s.plan()), Reply.ZERO, steps))
        .rules();
  }

  private static long filePages(UffdState state, Free command) {
    return command.range().roundedPageSet(state.plan()) & state.layout().file();
  }

  private static void free(
      UffdState state, long pageSet, Reply reply, AllowedSteps<UffdState> steps) {
    long present = 0;
    for (long rest = pageSet & state.layout().mapped(); rest != 0; rest &= rest - 1) {
      present |= state.pages().present(Long.numberOfTrailingZeros(rest)) ? rest & -rest : 0;
    }
    UffdState next = state.withUnseen(state.unseen().withLazy(present));
    Steps.change(steps, next, reply, List.of());
  }
}
