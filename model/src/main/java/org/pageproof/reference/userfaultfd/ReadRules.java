package org.pageproof.reference.userfaultfd;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Read;

/** read(2) of messages. */
final class ReadRules {
  private ReadRules() {}

  static List<Rule<UffdState, Read>> rules() {
    return new RuleBook<Read>("READ", "userfaultfd(2); fs/userfaultfd.c, userfaultfd_read_iter()")
        .closed(Read::fd)
        .rule(
            "NOT-READY",
            "Before the handshake it is EINVAL.",
            (s, c) -> !s.ready(c.fd()),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()))
        .rule(
            "SHORT",
            "A buffer that holds no whole message is EINVAL, and no message is consumed.",
            (s, c) -> c.bytes() < Message.BYTES,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()))
        .withheld(
            "WOULD-BLOCK",
            "A read that would wait for a message is not executed.",
            (s, c) -> !s.context(c.fd()).nonblocking() && s.waiters().pending(c.fd()) == 0,
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.READ_WOULD_BLOCK))
        .rule(
            "NOTHING",
            "With no unread message it is EAGAIN.",
            (s, c) -> s.waiters().pending(c.fd()) == 0,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EAGAIN, List.of()))
        .quirk(
            "BAD-BUFFER",
            "A buffer that can't be written is EFAULT, but the first message is consumed.",
            (s, c) -> c.badBuffer(),
            (s, c, steps) -> consume(s, c.fd(), 1, List.of(), true, steps))
        .rule(
            "OK",
            "As many messages as fit are read, in the order of the faults; the waiters sleep on.",
            (s, c) -> true,
            (s, c, steps) -> consume(s, c.fd(), c.bytes() / Message.BYTES, List.of(), false, steps))
        .rules();
  }

  /** What a waiter's message says. fs/userfaultfd.c, userfault_msg(). */
  private static Message message(UffdState state, Waiter waiter) {
    Context context = state.context(waiter.fd());
    long flags = waiter.access().isWrite() ? Message.FLAG_WRITE : 0;
    flags |= waiter.protection() ? Message.FLAG_WP : 0;
    long address = state.plan().address(waiter.page());
    address += context.has(Api.FEATURE_EXACT_ADDRESS) ? waiter.access().offset() : 0;
    int thread = context.has(Api.FEATURE_THREAD_ID) ? waiter.thread() : Message.NO_THREAD;
    return new Message(Message.PAGEFAULT, flags, address, thread);
  }

  /** Takes messages one after another; those of equal turn may come in any order. */
  private static void consume(
      UffdState state,
      int fd,
      int room,
      List<Message> read,
      boolean lost,
      AllowedSteps<UffdState> steps) {
    if (room == 0 || state.waiters().pending(fd) == 0) {
      Reply reply =
          lost ? Reply.refused(Errno.EFAULT) : Reply.returned((long) read.size() * Message.BYTES);
      Steps.go(
          steps,
          state,
          Areas.unchanged(state),
          reply,
          List.of(),
          lost ? List.of() : read,
          List.of());
      return;
    }
    for (Waiter waiter : state.waiters().list()) {
      if (waiter.fd() == fd && waiter.turn() == 1) {
        List<Message> more = new ArrayList<>(read);
        more.add(message(state, waiter));
        UffdState next = state.withWaiters(state.waiters().read(waiter));
        consume(next, fd, room - 1, more, lost, steps);
      }
    }
  }
}
