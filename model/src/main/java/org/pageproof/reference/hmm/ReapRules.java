package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.hmm.Reap;

/** The end of the child. */
final class ReapRules {
  private ReapRules() {}

  static List<Rule<HmmState, Reap>> rules() {
    return new RuleBook<Reap>("REAP", "kernel/exit.c, do_exit()")
        .withheld(
            "NO-CHILD",
            "There is no child.",
            (s, c) -> !s.hasChild(),
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.NO_CHILD))
        .only("before 6.15", p -> HmmFacts.of(p).leaksExclusive(), "seen on 6.12.117")
        .defect(
            "LEAKS",
            "A mirror that ends with the child leaks pages as by close(2).",
            (s, c) -> leaks(s),
            (s, c, steps) -> Steps.succeedLast(steps, reap(s, true), reap(s, false)))
        .sinceHugePagesMigrate()
        .defect(
            "KILLS",
            "A mirror that ends with the child kills the kernel as by close(2).",
            (s, c) -> kills(s),
            (s, c, steps) -> Steps.die(steps, s))
        .rule(
            "OK",
            "What only the child mapped is gone, and the mirrors that only it had a reference to"
                + " end as by close(2).",
            (s, c) -> true,
            (s, c, steps) -> Steps.succeed(steps, reap(s, false)))
        .rules();
  }

  private static boolean leaks(HmmState state) {
    for (int mirror = HmmState.SLOTS; mirror < HmmState.MIRRORS; mirror++) {
      if (state.mirror(mirror).isOpen() && Migration.leaks(state, state.device(mirror))) {
        return true;
      }
    }
    return false;
  }

  private static boolean kills(HmmState state) {
    for (int mirror = HmmState.SLOTS; mirror < HmmState.MIRRORS; mirror++) {
      if (state.mirror(mirror).isOpen()
          && HugeMigration.killsWhenEvicted(state.parent(), state.device(mirror))) {
        return true;
      }
    }
    return false;
  }

  private static HmmState reap(HmmState state, boolean leaking) {
    Draft draft = new Draft(state);
    for (int page = 0; page < draft.child.size(); page++) {
      draft.zap(draft.child, page);
      draft.parent.setKin(page, AddressSpace.NO_KIN);
    }
    draft.parent.setDirectory(draft.parent.directory().withCommon(false));
    for (int mirror = 0; mirror < HmmState.SLOTS; mirror++) {
      draft.setMirror(mirror, draft.mirror(mirror).withInherited(false));
    }
    for (int mirror = HmmState.SLOTS; mirror < HmmState.MIRRORS; mirror++) {
      if (draft.mirror(mirror).isOpen()) {
        Mirrors.release(draft, mirror, leaking);
      }
    }
    return draft.build(AddressSpace.empty(state.plan()), false, Layout.EMPTY);
  }
}
