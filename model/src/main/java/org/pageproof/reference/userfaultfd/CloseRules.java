package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Close;

/** close(2). */
final class CloseRules {
  private CloseRules() {}

  static List<Rule<UffdState, Close>> rules() {
    return new RuleBook<Close>("CLOSE", "userfaultfd(2); fs/userfaultfd.c, userfaultfd_release()")
        .rule(
            "CLOSED",
            "Without a descriptor it is EBADF.",
            (s, c) -> !s.context(c.fd()).open(),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EBADF, List.of()))
        .rule(
            "OK",
            "The last close unregisters all areas of the context and wakes all its waiters.",
            (s, c) -> true,
            CloseRules::close)
        .rules();
  }

  private static void close(UffdState state, Close command, AllowedSteps<UffdState> steps) {
    int fd = command.fd();
    UffdState next = state.withContext(fd, Context.CLOSED);
    Ownership ownership = Ownership.release(next, fd, state.owned().get(fd));
    List<Waiter> woken = state.waiters().of(fd, -1L);
    Steps.wake(steps, ownership.next(), ownership.areas(), woken, Reply.ZERO, List.of());
  }
}
