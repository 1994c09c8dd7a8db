package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.hmm.ChildTouch;

/** The child's memory is touched through /proc/PID/mem, which no protection stops. */
final class ChildTouchRules {
  private ChildTouchRules() {}

  static List<Rule<HmmState, ChildTouch>> rules() {
    return new RuleBook<ChildTouch>("CHILDTOUCH", "fs/proc/base.c, mem_rw(); mm/gup.c")
        .withheld(
            "NO-CHILD",
            "There is no child.",
            (s, c) -> !s.hasChild(),
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.NO_CHILD))
        .rule(
            "EIO",
            "What is not mapped is EIO, and so is a store to shared memory that the child may not"
                + " write.",
            ChildTouchRules::isForbidden,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EIO))
        .only("from 6.19", p -> p.driver().hasFlags(), "seen on 7.2.13")
        .rule(
            "NO-MEMORY",
            "A page in private device memory that cannot come back is EIO.",
            (s, c) -> !resolve(new Draft(s), c),
            ChildTouchRules::fail)
        .rule(
            "HUGE",
            "A touch where the child has not even a page table makes a huge page of its own, as a"
                + " touch of its parent does there.",
            changes(HugeChange.MADE),
            ChildTouchRules::touch)
        .quirk(
            "CUT",
            "A store to a huge page that the parent maps too cuts the child's entry, and copies one"
                + " page; the parent's stays. One in private memory is cut as by a touch of the"
                + " parent.",
            changes(HugeChange.CUT),
            ChildTouchRules::touch)
        .rule(
            "WRITE",
            "The store is the child's alone, even where its area is read-only: what it shares with"
                + " its parent since the fork is copied, but for shared memory.",
            (s, c) -> c.write(),
            ChildTouchRules::touch)
        .rule(
            "READ",
            "A page that both map comes back from private device memory for both; a huge page as one.",
            (s, c) -> true,
            ChildTouchRules::touch)
        .rules();
  }

  private static int page(HmmState state, ChildTouch command) {
    return state.plan().arenaPage(command.region(), command.page());
  }

  private static boolean isForbidden(HmmState state, ChildTouch command) {
    int area = state.child().area[page(state, command)];
    return (area & Area.MAPPED) == 0
        || (command.write() && (area & Area.SHARED) != 0 && (area & Area.WRITABLE) == 0);
  }

  private static boolean resolve(Draft draft, ChildTouch command) {
    return CpuFault.resolve(draft, draft.child, page(draft.from(), command), command.write());
  }

  private static void fail(HmmState state, ChildTouch command, AllowedSteps<HmmState> steps) {
    Draft draft = new Draft(state);
    resolve(draft, command);
    Steps.refuse(steps, draft.build(), Errno.EIO);
  }

  private static Rule.Condition<HmmState, ChildTouch> changes(HugeChange change) {
    return (s, c) -> s.plan().huge() && change.happensToChild(s, touched(s, c).build());
  }

  private static Draft touched(HmmState state, ChildTouch command) {
    Draft draft = new Draft(state);
    resolve(draft, command);
    return draft;
  }

  private static void touch(HmmState state, ChildTouch command, AllowedSteps<HmmState> steps) {
    Draft draft = touched(state, command);
    int page = page(state, command);
    if (command.write()) {
      draft.store(draft.child, page, Token.of(command.id(), 0), draft.child.tail(page));
      Steps.succeed(steps, draft.build());
    } else {
      Steps.go(steps, draft.build(), Reply.returned(draft.child.word(page)));
    }
  }
}
