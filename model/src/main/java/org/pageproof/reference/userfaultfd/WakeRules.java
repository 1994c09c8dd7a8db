package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Wake;

/** UFFDIO_WAKE. */
final class WakeRules {
  private WakeRules() {}

  static List<Rule<UffdState, Wake>> rules() {
    return new RuleBook<Wake>("WAKE", "UFFDIO_WAKE(2const); fs/userfaultfd.c, userfaultfd_wake()")
        .rule(
            "CLOSED",
            "Without a descriptor it is EBADF.",
            (s, c) -> !s.context(c.fd()).open(),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EBADF, List.of()))
        .rule(
            "NOT-READY",
            "Before the handshake it is EINVAL, and the argument is not looked at.",
            (s, c) -> !s.ready(c.fd()),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()))
        .rule(
            "UNREADABLE",
            "An argument that can't be read is EFAULT.",
            (s, c) -> c.argument() == Argument.UNREADABLE,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EFAULT, List.of()))
        .rule(
            "RANGE",
            "A range that is empty, not page aligned or not below the task's end is EINVAL.",
            (s, c) -> Checks.badRange(c.range()),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()))
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
