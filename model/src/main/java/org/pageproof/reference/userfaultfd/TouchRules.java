package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Touch;

/** A thread reads or writes a page, in user code or inside a system call. */
final class TouchRules {
  private TouchRules() {}

  static List<Rule<UffdState, Touch>> rules() {
    return new RuleBook<Touch>("TOUCH", "userfaultfd(2); fs/userfaultfd.c, handle_userfault()")
        .withheld(
            "THREAD-BUSY",
            "A thread that is still blocked touches nothing else.",
            (s, c) -> s.waiters().busy(c.thread()),
            (s, c, steps) ->
                Steps.stay(steps, s, new Reply.Withheld(Withholding.THREAD_BUSY), List.of()))
        .withheld(
            "UNMAPPED-USER",
            "User code does not touch a page that is not mapped: the signal would kill the worker.",
            (s, c) -> !s.mapped(page(s, c)) && c.access().isUserMode(),
            (s, c, steps) ->
                Steps.stay(steps, s, new Reply.Withheld(Withholding.UNMAPPED_TOUCH), List.of()))
        .rule(
            "UNMAPPED",
            "A system call on a page that is not mapped is EFAULT.",
            (s, c) -> !s.mapped(page(s, c)),
            (s, c, steps) -> took(Attempt.refused(s), steps))
        .rule(
            "PRESENT",
            "A page that is there is read or written without a fault message.",
            (s, c) -> s.pages().present(page(s, c)),
            (s, c, steps) -> took(completed(s, c), steps))
        .rule(
            "UNREGISTERED",
            "An absent page that belongs to no context becomes zeros before the access.",
            (s, c) -> !s.registered(page(s, c)),
            (s, c, steps) -> took(completed(s, c), steps))
        .rule(
            "USER-MODE-ONLY",
            "A system call on an absent page of a user-mode-only context is EFAULT.",
            (s, c) -> Attempt.refusedTo(s, page(s, c), c.access()),
            (s, c, steps) -> took(Attempt.refused(s), steps))
        .rule(
            "MISSING",
            "An absent page of a context blocks the thread and queues one message.",
            (s, c) -> s.registered(page(s, c)) && !s.pages().present(page(s, c)),
            (s, c, steps) -> took(blocked(s, c), steps))
        .rules();
  }

  private static int page(UffdState state, Touch command) {
    return state.plan().arenaPage(command.region(), command.page());
  }

  private static Attempt completed(UffdState state, Touch command) {
    long token = Token.of(command.id(), 0);
    return Attempt.completed(state, page(state, command), command.access(), token);
  }

  private static Attempt blocked(UffdState state, Touch command) {
    return Attempt.blocked(
        state,
        command.thread(),
        page(state, command),
        command.access(),
        Token.of(command.id(), 0),
        state.waiters().nextTurn(state.owner(page(state, command))));
  }

  private static void took(Attempt attempt, AllowedSteps<UffdState> steps) {
    Steps.change(steps, attempt.next(), attempt.reply(), List.of());
  }
}
