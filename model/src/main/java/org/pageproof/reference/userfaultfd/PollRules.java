package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Poll;

/** poll(2). */
final class PollRules {
  private PollRules() {}

  static List<Rule<UffdState, Poll>> rules() {
    return new RuleBook<Poll>("POLL", "userfaultfd(2); fs/userfaultfd.c, userfaultfd_poll()")
        .rule(
            "CLOSED",
            "Without a descriptor it is POLLNVAL.",
            (s, c) -> !s.context(c.fd()).open(),
            (s, c, steps) -> events(steps, s, DescriptorView.POLLNVAL))
        .rule(
            "NOT-READY",
            "Before the handshake it is POLLERR.",
            (s, c) -> !s.ready(c.fd()),
            (s, c, steps) -> events(steps, s, DescriptorView.POLLERR))
        .rule(
            "BLOCKING",
            "A descriptor without O_NONBLOCK can't be polled: it is POLLERR.",
            (s, c) -> !s.context(c.fd()).nonblocking(),
            (s, c, steps) -> events(steps, s, DescriptorView.POLLERR))
        .rule(
            "MESSAGE",
            "While a message is unread it is POLLIN.",
            (s, c) -> s.waiters().pending(c.fd()) > 0,
            (s, c, steps) -> events(steps, s, DescriptorView.POLLIN))
        .rule(
            "NOTHING",
            "With no unread message it is nothing, even if threads wait.",
            (s, c) -> true,
            (s, c, steps) -> events(steps, s, 0))
        .rules();
  }

  private static void events(AllowedSteps<UffdState> steps, UffdState state, int events) {
    Steps.stay(steps, state, Reply.returned(events), List.of());
  }
}
