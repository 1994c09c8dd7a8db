package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.hmm.Unmap;

/** munmap(2). */
final class UnmapRules {
  private UnmapRules() {}

  static List<Rule<HmmState, Unmap>> rules() {
    return new RuleBook<Unmap>(
            "UNMAP",
            "munmap(2); mm/vma.c, do_vmi_munmap(); mm/huge_memory.c, vma_adjust_trans_huge()")
        .quirk(
            "CUT",
            "A huge page is cut where a part of it is unmapped, and mirrors lose their entries of"
                + " all of it and of the page behind it; what is left stays one folio.",
            (s, c) -> s.plan().huge() && HugeChange.CUT.happens(s, unmapped(s, c)),
            (s, c, steps) -> Steps.succeed(steps, unmapped(s, c)))
        .rule(
            "OK",
            "The pages are gone, on devices too; if anything was mapped, mirrors lose their"
                + " entries of the whole range and of the page behind it. Holes are no error.",
            (s, c) -> true,
            (s, c, steps) -> Steps.succeed(steps, unmapped(s, c)))
        .rules();
  }

  private static HmmState unmapped(HmmState state, Unmap command) {
    Draft draft = new Draft(state);
    int first = Ranges.first(state, command.range());
    int end = Ranges.end(state, command.range());
    if (Ranges.isAnyMapped(state, first, end)) {
      Areas.spread(draft);
      remove(draft, first, end);
      draft.setLayout(Areas.without(state.layout(), Ranges.set(state, first, end)));
    }
    return draft.build();
  }

  /** Removes areas and entries of a range in which something is mapped. */
  static void remove(Draft draft, int first, int end) {
    SpaceDraft space = draft.parent;
    HugePages.splitArea(draft, first, end);
    draft.invalidate(first, end);
    for (int page = first; page < Math.min(end, space.size()); page++) {
      if (space.is(page, Area.MAPPED)) {
        draft.zap(space, page);
        forgetKin(draft, space, page);
        space.setArea(page, 0, 0);
        space.setFamily(page, AddressSpace.NO_FAMILY);
        space.setWords(page, 0, 0);
      }
    }
    HugePages.afterUnmap(space);
  }

  private static void forgetKin(Draft draft, SpaceDraft space, int page) {
    int kin = space.kin(page);
    if (kin != AddressSpace.NO_KIN) {
      draft.other(space).setKin(kin, AddressSpace.NO_KIN);
      space.setKin(page, AddressSpace.NO_KIN);
    }
  }
}
