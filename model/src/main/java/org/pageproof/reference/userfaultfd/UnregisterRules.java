package org.pageproof.reference.userfaultfd;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Unregister;

/** UFFDIO_UNREGISTER. */
final class UnregisterRules {
  private UnregisterRules() {}

  static List<Rule<UffdState, Unregister>> rules() {
    RuleBook<Unregister> book =
        new RuleBook<>(
            "UNREGISTER", "UFFDIO_UNREGISTER(2const); fs/userfaultfd.c, userfaultfd_unregister()");
    IoctlRules.untilArgument(book, List.of());
    return IoctlRules.range(book, List.of())
        .rule(
            "NO-AREA",
            "A range in which nothing is mapped is EINVAL.",
            (s, c) -> !Checks.someMapped(s, c.range()),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()))
        .rule(
            "FOREIGN",
            "An area of the range that belongs to another context is EINVAL, and nothing changes.",
            UnregisterRules::foreign,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()))
        .defectOf(
            "before 6.17",
            p -> !p.refusesForeignUnregister(),
            "FOREIGN-ACCEPTED",
            "An area of the range that belongs to another context loses its registration.",
            UnregisterRules::foreign,
            (s, c, steps) -> unregister(s, c.range().pageSet(s.plan()), steps))
        .rule(
            "OK",
            "The context's areas in the range are unregistered and their waiters woken; holes and"
                + " unregistered areas are skipped.",
            (s, c) -> true,
            (s, c, steps) -> unregister(s, c.range().pageSet(s.plan()), steps))
        .rules();
  }

  private static boolean foreign(UffdState state, Unregister command) {
    return (state.owned().get(1 - command.fd()) & command.range().pageSet(state.plan())) != 0;
  }

  /**
   * Whoever owns an area of the range: its registration ends, and its owner's waiters are woken.
   */
  private static void unregister(UffdState state, long pageSet, AllowedSteps<UffdState> steps) {
    List<Waiter> woken = new ArrayList<>(state.waiters().of(0, pageSet & state.owned().get(0)));
    woken.addAll(state.waiters().of(1, pageSet & state.owned().get(1)));
    long owned0 = state.owned().get(0) & ~pageSet;
    long owned1 = state.owned().get(1) & ~pageSet;
    UffdState next = state.withOwned(0, owned0).withOwned(1, owned1);
    long changed = state.registered() & pageSet;
    Areas areas =
        changed == 0
            ? Areas.unchanged(state)
            : Areas.after(state, state.layout().mapped(), owned0, owned1, changed);
    Steps.wake(steps, next, areas, woken, Reply.ZERO, List.of());
  }
}
