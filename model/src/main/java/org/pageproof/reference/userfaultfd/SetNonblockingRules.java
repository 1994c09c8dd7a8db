package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.SetNonblocking;

/** fcntl(2) F_SETFL. */
final class SetNonblockingRules {
  private SetNonblockingRules() {}

  static List<Rule<UffdState, SetNonblocking>> rules() {
    return new RuleBook<SetNonblocking>("SETFL", "fcntl(2)")
        .closed(SetNonblocking::fd)
        .rule(
            "OK",
            "Reading and polling follow the flag as it is now, not as it was at creation.",
            (s, c) -> true,
            SetNonblockingRules::set)
        .rules();
  }

  private static void set(UffdState state, SetNonblocking command, AllowedSteps<UffdState> steps) {
    Context context = state.context(command.fd());
    int flags = context.flags() & ~Open.O_NONBLOCK;
    flags |= command.nonblocking() ? Open.O_NONBLOCK : 0;
    UffdState next = state.withContext(command.fd(), context.withFlags(flags));
    Steps.change(steps, next, Reply.ZERO, List.of());
  }
}
