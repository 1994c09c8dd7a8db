package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.PageRange.Shape;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Protect;
import org.pageproof.vocabulary.userfaultfd.Protect.Protection;

/** mprotect(2). */
final class ProtectRules {
  private ProtectRules() {}

  static List<Rule<UffdState, Protect>> rules() {
    return new RuleBook<Protect>("PROTECT", "mprotect(2); mm/mprotect.c, do_mprotect_pkey()")
        .withheld(
            "FILE-PAGE",
            "File pages have no states here, so nobody may be permitted to touch them.",
            (s, c) -> (c.range().roundedPageSet(s.plan()) & s.layout().file()) != 0,
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.FILE_PAGE))
        .withheld(
            "UNDER-WAITER",
            "An access that a thread sleeps in in user mode stays permitted: woken, the thread would"
                + " be killed.",
            ProtectRules::forbidsWaiter,
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.PROTECT_UNDER_WAITER))
        .rule(
            "UNALIGNED",
            "A start that is not page aligned is EINVAL; the length is rounded up to pages.",
            (s, c) -> c.range().shape() == Shape.UNALIGNED_START,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()))
        .rule(
            "EMPTY",
            "A length of 0 does nothing and succeeds.",
            (s, c) -> c.range().shape() == Shape.EMPTY,
            (s, c, steps) -> Steps.stay(steps, s, Reply.ZERO, List.of()))
        .rule(
            "HOLE",
            "A range that is not all mapped is ENOMEM, but what lies before the first hole has"
                + " changed.",
            (s, c) -> beforeHole(s, c) != wanted(s, c) || wanted(s, c) == 0,
            (s, c, steps) -> protect(s, c, Reply.refused(Errno.ENOMEM), steps))
        .rule(
            "OK",
            "Areas split where the protection changes, on all parts the registration stays, and so"
                + " do protection marks: a page that is writable again still traps.",
            (s, c) -> true,
            (s, c, steps) -> protect(s, c, Reply.ZERO, steps))
        .rules();
  }

  private static boolean forbidsWaiter(UffdState state, Protect command) {
    long pageSet = command.range().roundedPageSet(state.plan());
    for (Waiter waiter : state.waiters().list()) {
      if (waiter.access().isUserMode()
          && (pageSet >>> waiter.page() & 1) != 0
          && !command.protection().permits(waiter.access())) {
        return true;
      }
    }
    return false;
  }

  private static long wanted(UffdState state, Protect command) {
    long inArena = command.range().roundedPageSet(state.plan());
    boolean beyond = Long.bitCount(inArena) != pages(command);
    // Behind the arena nothing is mapped: a page that can't be.
    return beyond ? inArena | 1L << 63 : inArena;
  }

  private static int pages(Protect command) {
    return switch (command.range().shape()) {
      case WHOLE -> command.range().count();
      case UNALIGNED_LENGTH -> command.range().count() + 1;
      case UNALIGNED_START, EMPTY, WRAPPING, BEYOND_TASK -> 0;
    };
  }

  /** The wanted pages up to the first that is not mapped. */
  private static long beforeHole(UffdState state, Protect command) {
    long wanted = wanted(state, command);
    long unmapped = wanted & ~state.layout().mapped();
    return unmapped == 0 ? wanted : wanted & (Long.lowestOneBit(unmapped) - 1);
  }

  private static void protect(
      UffdState state, Protect command, Reply reply, AllowedSteps<UffdState> steps) {
    long pageSet = beforeHole(state, command);
    Protection protection = command.protection();
    Layout before = state.layout();
    Layout layout =
        new Layout(
            before.mapped(),
            before.starts(),
            (before.readable() & ~pageSet) | (protection.isReadable() ? pageSet : 0),
            (before.writable() & ~pageSet) | (protection.isWritable() ? pageSet : 0),
            before.file(),
            before.missing(),
            before.protectable());
    long changed =
        (before.readable() ^ layout.readable()) | (before.writable() ^ layout.writable());
    UffdState next = state.withLayout(layout);
    Areas areas =
        changed == 0 ? Areas.unchanged(state) : Areas.after(before.starts(), next, changed);
    Steps.go(steps, next, areas, reply, List.of(), List.of(), List.of());
  }
}
