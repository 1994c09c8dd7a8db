package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Wake;

/** UFFDIO_WAKE. */
final class WakeRules {
  private WakeRules() {}

  static List<Rule<UffdState, Wake>> rules() {
    RuleBook<Wake> book =
        new RuleBook<>("WAKE", "UFFDIO_WAKE(2const); fs/userfaultfd.c, userfaultfd_wake()");
    IoctlRules.untilArgument(book, List.of());
    return IoctlRules.range(book, List.of())
        .rule(
            "OK",
            "The context's waiters in the range are woken and try again; whether the range is mapped"
                + " or registered does not matter.",
            (s, c) -> true,
            (s, c, steps) ->
                Steps.wake(
                    steps,
                    s,
                    s.waiters().of(c.fd(), c.range().pageSet(s.plan())),
                    Reply.ZERO,
                    List.of()))
        .rules();
  }
}
