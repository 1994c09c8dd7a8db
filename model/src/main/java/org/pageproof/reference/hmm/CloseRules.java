package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.hmm.Close;

/** close(2) of a mirror. */
final class CloseRules {
  private CloseRules() {}

  static List<Rule<HmmState, Close>> rules() {
    RuleBook<Close> book =
        new RuleBook<>(
            "CLOSE", "lib/test_hmm.c, dmirror_fops_release(); mm/migrate_device.c; mm/rmap.c");
    book.rule(
            "BADF",
            "An empty slot is EBADF.",
            (s, c) -> s.device(c.mirror()) == Mirror.CLOSED,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EBADF))
        .rule(
            "INHERITED",
            "A mirror that the child has a reference to lives on.",
            (s, c) -> s.mirror(c.mirror()).inherited,
            (s, c, steps) -> Steps.succeed(steps, Mirrors.leaveToChild(s, c.mirror())))
        .only("before 6.15", p -> HmmFacts.of(p).leaksExclusive(), "seen on 6.12.117")
        .defect(
            "LEAKS",
            "A page in coherent memory that a device has exclusively becomes the CPU's again, though"
                + " the mirror keeps it, and is never freed: a later RELEASE hangs.",
            (s, c) -> Migration.leaks(s, s.device(c.mirror())),
            (s, c, steps) ->
                Steps.succeedLast(
                    steps, closed(s, c.mirror(), true), closed(s, c.mirror(), false)));
    DefectRules.killing(book, Close::mirror);
    return book.sinceHugePagesMigrate()
        .rule(
            "HUGE",
            "A huge page in private memory is evicted as one.",
            (s, c) -> s.plan().huge() && HugeChange.MOVED.happens(s, closed(s, c.mirror(), false)),
            (s, c, steps) -> Steps.succeed(steps, closed(s, c.mirror(), false)))
        .rule(
            "OK",
            "With the last reference to any mirror of a device, all pages in the memory of that"
                + " device, whoever maps them, go back to system memory; every mirror loses its"
                + " entries of them and of the page behind each.",
            (s, c) -> true,
            (s, c, steps) -> Steps.succeed(steps, closed(s, c.mirror(), false)))
        .rules();
  }

  private static HmmState closed(HmmState state, int mirror, boolean leaking) {
    Draft draft = new Draft(state);
    Mirrors.release(draft, mirror, leaking);
    return draft.build();
  }
}
