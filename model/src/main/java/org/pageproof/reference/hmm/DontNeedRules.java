package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.DontNeed;

/** madvise(2) with MADV_DONTNEED. */
final class DontNeedRules {
  private DontNeedRules() {}

  static List<Rule<HmmState, DontNeed>> rules() {
    return new RuleBook<DontNeed>("DONTNEED", "madvise(2); mm/madvise.c, do_madvise()")
        .rule(
            "HOLE",
            "A range that is not all mapped is ENOMEM, but its mapped pages are dropped.",
            (s, c) ->
                Ranges.firstHole(s, Ranges.first(s, c.range()), Ranges.end(s, c.range()))
                    < Ranges.end(s, c.range()),
            (s, c, steps) -> drop(s, c, Reply.refused(Errno.ENOMEM), steps))
        .rule(
            "OK",
            "The entries are dropped, of device pages and exclusive ones too; shared memory and"
                + " files keep their contents. Mirrors lose their entries of the range and of the"
                + " page behind it.",
            (s, c) -> true,
            (s, c, steps) -> drop(s, c, Reply.ZERO, steps))
        .rules();
  }

  private static void drop(
      HmmState state, DontNeed command, Reply reply, AllowedSteps<HmmState> steps) {
    Draft draft = new Draft(state);
    int first = Ranges.first(state, command.range());
    int end = Math.min(Ranges.end(state, command.range()), state.plan().arenaPages());
    HugePages.splitEntryAround(draft, first, end);
    for (int page = first; page < end; page++) {
      if (Ranges.isMapped(state, page)) {
        draft.invalidate(page, page + 1);
        draft.zap(draft.parent, page);
      }
    }
    HugePages.afterDrop(draft, first, end);
    Steps.go(steps, draft.build(), reply);
  }
}
