package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Close;

/** close(2). */
final class CloseRules {
  private CloseRules() {}

  static List<Rule<UffdState, Close>> rules() {
    return new RuleBook<Close>("CLOSE", "userfaultfd(2); fs/userfaultfd.c, userfaultfd_release()")
        .closed(Close::fd)
        .rule(
            "INHERITED",
            "While the child holds a copy of the descriptor nothing ends and nobody is woken.",
            (s, c) -> s.context(c.fd()).inherited(),
            CloseRules::leaveToChild)
        .rule(
            "OK",
            "The last close unregisters all areas of the context, ends the protection of their"
                + " pages and wakes all its waiters.",
            (s, c) -> true,
            (s, c, steps) -> Release.of(s, List.of(c.fd()), steps))
        .rules();
  }

  private static void leaveToChild(UffdState state, Close command, AllowedSteps<UffdState> steps) {
    int fd = command.fd();
    int behind = UffdState.SLOTS + fd;
    UffdState next =
        state
            .withContext(behind, state.context(fd))
            .withContext(fd, Context.CLOSED)
            .withRegistration(state.registration().handOver(fd, behind))
            .withWaiters(state.waiters().handOver(fd, behind));
    Steps.change(steps, next, Reply.ZERO, List.of());
  }
}
