package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.Protect;

/** mprotect(2). */
final class ProtectRules {
  private ProtectRules() {}

  static List<Rule<HmmState, Protect>> rules() {
    return new RuleBook<Protect>(
            "PROTECT",
            "mprotect(2); mm/mprotect.c, do_mprotect_pkey(); mm/huge_memory.c, vma_adjust_trans_huge()")
        .rule(
            "HOLE",
            "A range that is not all mapped is ENOMEM, but what lies before the first hole has"
                + " changed.",
            (s, c) -> holeOrEnd(s, c) < Ranges.end(s, c.range()),
            (s, c, steps) -> protect(s, c, Reply.refused(Errno.ENOMEM), steps))
        .quirk(
            "CUT",
            "A huge page is cut where a part of it gets another protection, and mirrors lose their"
                + " entries of all of it and of the page behind it.",
            (s, c) -> s.plan().huge() && HugeChange.CUT.happens(s, change(s, c).next()),
            (s, c, steps) -> protect(s, c, Reply.ZERO, steps))
        .rule(
            "OK",
            "Where the protection changes, mirrors lose their entries of the pages and of the page"
                + " behind them, and what is on a device becomes read-only for good; other own"
                + " pages are writable again as soon as their area is.",
            (s, c) -> true,
            (s, c, steps) -> protect(s, c, Reply.ZERO, steps))
        .rules();
  }

  private static int holeOrEnd(HmmState state, Protect command) {
    int first = Ranges.first(state, command.range());
    return Ranges.firstHole(state, first, Ranges.end(state, command.range()));
  }

  private static void protect(
      HmmState state, Protect command, Reply reply, AllowedSteps<HmmState> steps) {
    Change change = change(state, command);
    Steps.areas(steps, change.next(), change.areas(), reply);
  }

  /** What the call changes. */
  private record Change(HmmState next, Areas areas) {}

  private static Change change(HmmState state, Protect command) {
    Draft draft = new Draft(state);
    SpaceDraft space = draft.parent;
    Areas.spread(draft);
    long changed = 0;
    int first = Ranges.first(state, command.range());
    int end = holeOrEnd(state, command);
    for (int page = first; page < end; page++) {
      int old = space.area(page);
      int area =
          Area.withProtection(
              old,
              draft.facts.unaccountsUnwritten() && space.family(page) == AddressSpace.NO_FAMILY,
              command.protection().isReadable(),
              command.protection().isWritable());
      if (area != old) {
        if (changed == 0) {
          HugePages.splitArea(draft, page, end);
        }
        changed |= 1L << state.plan().areaUnit(page);
        if (draft.facts.protectsByGigabyte() || space.directory(page) != Directory.Kind.NONE) {
          draft.invalidate(page, page + 1);
        }
        space.setArea(page, area, space.backing(page));
        space.setEntry(page, protectedEntry(draft, page));
      }
    }
    if (changed == 0) {
      return new Change(state, Areas.unchanged(state.layout()));
    }
    Areas areas = Areas.after(draft, state.layout(), changed);
    draft.setLayout(areas.layout());
    return new Change(draft.build(), areas);
  }

  /** The entry of a page whose area has changed its protection. change_pte_range(). */
  private static int protectedEntry(Draft draft, int page) {
    SpaceDraft space = draft.parent;
    int entry = space.entry(page);
    boolean area = space.is(page, Area.WRITABLE);
    boolean writable =
        switch (space.kind(page)) {
          case CpuEntry.CACHE -> area && space.is(page, Area.SHARED);
          case CpuEntry.OWN -> area && CpuEntry.isSole(entry) && !space.isPrivate(page);
          default -> false;
        };
    return (entry & ~CpuEntry.WRITABLE) | (writable ? CpuEntry.WRITABLE : 0);
  }
}
