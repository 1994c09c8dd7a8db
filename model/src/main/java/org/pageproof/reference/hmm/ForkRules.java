package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.hmm.Fork;

/** clone(2) without CLONE_VM and CLONE_FILES. */
final class ForkRules {
  private ForkRules() {}

  static List<Rule<HmmState, Fork>> rules() {
    return new RuleBook<Fork>(
            "FORK",
            "mm/memory.c, copy_page_range(), vma_needs_copy(); mm/huge_memory.c, copy_huge_pmd()")
        .withheld(
            "SLOT-IN-USE",
            "A fork while there is a child is not executed.",
            (s, c) -> s.hasChild(),
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.SLOT_IN_USE))
        .rule(
            "HUGE",
            "A huge page, on a device too, is then mapped by both, read-only and each by one entry.",
            (s, c) -> s.parent().directory.isHuge(),
            (s, c, steps) -> Steps.succeed(steps, Forking.fork(s)))
        .rule(
            "OK",
            "Entries are copied and made read-only, on devices too, in private areas that have had"
                + " a page of their own or were one area with one that has; there exclusive access ends, and mirrors lose their"
                + " entries and that of the page behind. In other areas the child has no entries.",
            (s, c) -> true,
            (s, c, steps) -> Steps.succeed(steps, Forking.fork(s)))
        .rules();
  }
}
