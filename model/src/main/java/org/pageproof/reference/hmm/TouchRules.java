package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.hmm.Touch;

/** The CPU touches a page. */
final class TouchRules {
  private TouchRules() {}

  static List<Rule<HmmState, Touch>> rules() {
    return new RuleBook<Touch>("TOUCH", "mm/memory.c, handle_pte_fault(); mm/huge_memory.c")
        .withheld(
            "UNMAPPED",
            "User code does not touch what is not mapped.",
            (s, c) -> c.access().isUserMode() && (area(s, c) & Area.MAPPED) == 0,
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.UNMAPPED_TOUCH))
        .withheld(
            "PROTECTED",
            "User code does not touch what its area forbids.",
            (s, c) -> c.access().isUserMode() && isForbidden(s, c),
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.PROTECTED_TOUCH))
        .rule(
            "EFAULT",
            "A system call cannot touch what is not mapped or what its area forbids.",
            TouchRules::isForbidden,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EFAULT))
        .rule(
            "HUGE",
            "A touch where not even a page table is makes a huge page if the area was advised and"
                + " covers it, of zeros if it is a load; from 6.13 a store to the huge page of"
                + " zeros makes one too.",
            changes(HugeChange.MADE),
            TouchRules::touch)
        .sinceHugePagesMigrate()
        .rule(
            "HUGE-BACK",
            "A huge page in private memory comes back as one.",
            changes(HugeChange.MOVED),
            TouchRules::touch)
        .quirk(
            "CUT",
            "A huge page in private memory for which there is no huge page in the system is split,"
                + " and only the touched page comes back; before 6.13 a store to the huge page of"
                + " zeros cuts it. A store to one that the child maps too cuts it in the process"
                + " alone, and copies one page.",
            changes(HugeChange.CUT),
            TouchRules::touch)
        .sinceHugePagesMigrate()
        .quirk(
            "SPLITS",
            "A large folio in private memory that is mapped page by page is split, and only the"
                + " touched page comes back.",
            changes(HugeChange.FOLIO_SPLIT),
            TouchRules::touch)
        .rule(
            "WRITE",
            "A page that is stored to is the process's own and in memory that the CPU can address:"
                + " it comes back from private device memory, exclusive access ends, and what is"
                + " shared since a fork is copied.",
            (s, c) -> c.access().isWrite(),
            TouchRules::touch)
        .rule(
            "READ",
            "A page that is loaded comes back from private device memory as writable as it was,"
                + " exclusive access ends, and an empty anonymous page is the page of zeros.",
            (s, c) -> true,
            TouchRules::touch)
        .rules();
  }

  private static int page(HmmState state, Touch command) {
    return state.plan().arenaPage(command.region(), command.page());
  }

  private static int area(HmmState state, Touch command) {
    return state.parent().area[page(state, command)];
  }

  private static boolean isForbidden(HmmState state, Touch command) {
    int area = area(state, command);
    return command.access().isWrite() ? (area & Area.WRITABLE) == 0 : !Area.isLoadable(area);
  }

  private static Rule.Condition<HmmState, Touch> changes(HugeChange change) {
    return (s, c) -> s.plan().huge() && change.happens(s, faulted(s, c).build());
  }

  private static Draft faulted(HmmState state, Touch command) {
    Draft draft = new Draft(state);
    CpuFault.insist(draft, draft.parent, page(state, command), command.access().isWrite());
    return draft;
  }

  private static void touch(HmmState state, Touch command, AllowedSteps<HmmState> steps) {
    Draft draft = faulted(state, command);
    int page = page(state, command);
    if (command.access().isWrite()) {
      long token = Token.of(command.id(), 0);
      draft.store(draft.parent, page, token, draft.parent.tail(page));
      Steps.succeed(steps, draft.build());
    } else {
      Steps.go(steps, draft.build(), Reply.returned(draft.parent.word(page)));
    }
  }
}
