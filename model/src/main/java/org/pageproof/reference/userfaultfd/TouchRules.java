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
            TouchRules::attempt)
        .rule(
            "PRESENT",
            "A page that is there is read or written without a fault message.",
            (s, c) -> s.pages().present(page(s, c)),
            TouchRules::attempt)
        .rule(
            "UNREGISTERED",
            "An absent page that belongs to no context becomes zeros before the access.",
            (s, c) -> !s.registered(page(s, c)),
            TouchRules::attempt)
        .rule(
            "USER-MODE-ONLY",
            "A system call on an absent page of a user-mode-only context is EFAULT.",
            (s, c) -> !c.access().isUserMode() && s.context(s.owner(page(s, c))).userModeOnly(),
            TouchRules::attempt)
        .rule(
            "MISSING",
            "An absent page of a context blocks the thread and queues one message.",
            (s, c) -> true,
            TouchRules::attempt)
        .rules();
  }

  private static int page(UffdState state, Touch command) {
    return state.plan().arenaPage(command.region(), command.page());
  }

  private static void attempt(UffdState state, Touch command, AllowedSteps<UffdState> steps) {
    Attempt attempt =
        Attempt.of(
            state,
            command.thread(),
            page(state, command),
            command.access(),
            Token.of(command.id(), 0),
            state.waiters().nextTurn());
    Steps.change(steps, attempt.next(), attempt.reply(), List.of());
  }
}
