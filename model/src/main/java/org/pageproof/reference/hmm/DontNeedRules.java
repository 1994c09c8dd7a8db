package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.hmm.DontNeed;

/** madvise(2) with MADV_DONTNEED. */
final class DontNeedRules {
  private DontNeedRules() {}

  static List<Rule<HmmState, DontNeed>> rules() {
    return new RuleBook<DontNeed>(
            "DONTNEED",
            "madvise(2); mm/madvise.c, do_madvise(); mm/huge_memory.c, __split_huge_pmd()")
        .rule(
            "HOLE",
            "A range that is not all mapped is ENOMEM, but its mapped pages are dropped.",
            (s, c) ->
                Ranges.firstHole(s, Ranges.first(s, c.range()), Ranges.end(s, c.range()))
                    < Ranges.end(s, c.range()),
            (s, c, steps) -> Steps.refuse(steps, dropped(s, c), Errno.ENOMEM))
        .quirk(
            "CUT",
            "A huge page is cut where a part of it is dropped, and mirrors lose their entries of"
                + " all of it and of the page behind it; what is left stays one folio.",
            (s, c) -> s.plan().huge() && HugeChange.CUT.happens(s, dropped(s, c)),
            (s, c, steps) -> Steps.succeed(steps, dropped(s, c)))
        .rule(
            "OK",
            "The entries are dropped, of device pages and exclusive ones too; shared memory and"
                + " files keep their contents. Mirrors lose their entries of the range and of the"
                + " page behind it.",
            (s, c) -> true,
            (s, c, steps) -> Steps.succeed(steps, dropped(s, c)))
        .rules();
  }

  private static HmmState dropped(HmmState state, DontNeed command) {
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
    return draft.build();
  }
}
