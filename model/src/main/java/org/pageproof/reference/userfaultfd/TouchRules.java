package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.reference.userfaultfd.Attempt.Fate;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Touch;

/** A thread reads or writes a page, in user code or inside a system call. */
final class TouchRules {
  private TouchRules() {}

  static List<Rule<UffdState, Touch>> rules() {
    RuleBook<Touch> book =
        new RuleBook<>("TOUCH", "userfaultfd(2); fs/userfaultfd.c, handle_userfault()");
    withheld(book);
    book.ruleFor(
            "before 5.14",
            p -> !p.populates(),
            "POPULATE-UNKNOWN",
            "An advice that the kernel does not know is EINVAL.",
            (s, c) -> c.access().isPopulate(),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()))
        .rule(
            "UNMAPPED",
            "A system call on a page that is not mapped is EFAULT, and populating it ENOMEM.",
            fate(Fate.UNMAPPED),
            TouchRules::touch)
        .rule(
            "FORBIDDEN",
            "A system call that the protection of the area does not permit is EFAULT, and populating"
                + " EINVAL, whatever the page's state: no message.",
            fate(Fate.FORBIDDEN),
            TouchRules::touch)
        .rule(
            "PRESENT",
            "A page that is there is read, or written if not protected, without a fault message.",
            fate(Fate.PRESENT),
            TouchRules::touch)
        .rule(
            "UNREGISTERED",
            "An absent page whose missing faults nobody tracks becomes zeros before the access.",
            fate(Fate.FILLED),
            TouchRules::touch)
        .defect(
            "UNTRAPPED",
            "A page whose mark is left over from an earlier registration is written although it"
                + " shows as protected.",
            (s, c) ->
                Fate.of(s, page(s, c), c.access()) == Fate.PROTECTED
                    && (s.unseen().leftover() >>> page(s, c) & 1) != 0,
            (s, c, steps) -> took(Attempt.untrapped(s, what(s, c)), steps))
        .sometimes()
        .rule(
            "SIGBUS",
            "Where a context with the feature SIGBUS would be told, user code gets SIGBUS and a system"
                + " call EFAULT.",
            (s, c) -> telling(s, c) == Telling.SIGNAL,
            TouchRules::touch)
        .rule(
            "USER-MODE-ONLY",
            "Where a user-mode-only context would be told of a system call, the call is EFAULT.",
            (s, c) -> telling(s, c) == Telling.REFUSAL,
            TouchRules::touch);
    return marked(book).rules();
  }

  private static RuleBook<Touch> marked(RuleBook<Touch> book) {
    return book.rule(
            "MISSING",
            "An absent page of a context blocks the thread and queues one message.",
            blocking(Fate.MISSING),
            TouchRules::touch)
        .rule(
            "PROTECTED",
            "A write to a protected page blocks the thread and queues one message with the flag WP.",
            blocking(Fate.PROTECTED),
            TouchRules::touch)
        .markerQuirk(
            "MARKER-MISSING",
            "Where missing pages are tracked, a protected empty entry counts as missing: the message"
                + " of a write has no flag WP.",
            blocking(Fate.MARKER_MISSING),
            TouchRules::touch)
        .rule(
            "MARKER-READ",
            "A protected empty entry that is read becomes zeros and stays protected.",
            fate(Fate.MARKER_READ),
            TouchRules::touch)
        .rule(
            "MARKER-WRITTEN",
            "A protected empty entry that is written becomes protected zeros, and the thread blocks"
                + " with a message with the flag WP.",
            blocking(Fate.MARKER_WRITTEN),
            TouchRules::touch)
        .markerQuirk(
            "STALE-MARKER",
            "A marker that outlived the mode of its area is dropped by the next access.",
            (s, c) ->
                Fate.of(s, page(s, c), c.access()) == Fate.STALE_MARKER
                    && (telling(s, c) == Telling.NOBODY || telling(s, c) == Telling.MESSAGE),
            TouchRules::touch)
        .quirk(
            "STALE-WRITE",
            "A page whose mark outlived the mode of its area is written without a message; the mark"
                + " stays unless the page is copied.",
            fate(Fate.STALE_WRITE),
            TouchRules::touch);
  }

  private static void withheld(RuleBook<Touch> book) {
    book.withheld(
            "THREAD-BUSY",
            "A thread that is still blocked touches nothing else.",
            (s, c) -> s.waiters().busy(c.thread()),
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.THREAD_BUSY))
        .withheld(
            "UNMAPPED-USER",
            "User code does not touch a page that is not mapped: the signal would kill the worker.",
            (s, c) -> c.access().isUserMode() && !s.mapped(page(s, c)),
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.UNMAPPED_TOUCH))
        .withheld(
            "PROTECTED-USER",
            "User code does not touch a page that mprotect forbids: the signal would kill the worker.",
            (s, c) ->
                c.access().isUserMode() && Fate.of(s, page(s, c), c.access()) == Fate.FORBIDDEN,
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.PROTECTED_TOUCH))
        .withheld(
            "MIXED-SIGBUS",
            "User code touches nothing while some contexts turn faults into signals and others don't.",
            (s, c) -> c.access().isUserMode() && mixed(s),
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.MIXED_SIGBUS));
  }

  private static boolean mixed(UffdState state) {
    boolean signal = false;
    boolean block = false;
    for (Context context : state.contexts()) {
      signal |= context.ready() && context.signals();
      block |= context.ready() && !context.signals();
    }
    return signal && block;
  }

  private static Rule.Condition<UffdState, Touch> fate(Fate fate) {
    return (s, c) -> Fate.of(s, page(s, c), c.access()) == fate;
  }

  /** The same, where the thread sleeps until the context answers. */
  private static Rule.Condition<UffdState, Touch> blocking(Fate fate) {
    return (s, c) -> Fate.of(s, page(s, c), c.access()) == fate && telling(s, c) == Telling.MESSAGE;
  }

  /** How the page's context learns of an access. */
  private enum Telling {
    NOBODY,
    MESSAGE,
    SIGNAL,
    REFUSAL
  }

  private static Telling telling(UffdState state, Touch command) {
    int page = page(state, command);
    boolean told =
        switch (Fate.of(state, page, command.access())) {
          case MISSING, PROTECTED, MARKER_MISSING, MARKER_WRITTEN -> true;
          case STALE_MARKER -> (state.missing() >>> page & 1) != 0;
          case UNMAPPED, FORBIDDEN, PRESENT, FILLED, MARKER_READ, STALE_WRITE -> false;
        };
    if (!told) {
      return Telling.NOBODY;
    }
    Context context = state.context(state.owner(page));
    if (context.signals()) {
      return Telling.SIGNAL;
    }
    boolean refused = context.userModeOnly() && !command.access().isUserMode();
    return refused ? Telling.REFUSAL : Telling.MESSAGE;
  }

  private static int page(UffdState state, Touch command) {
    return state.plan().arenaPage(command.region(), command.page());
  }

  private static Attempt.Try what(UffdState state, Touch command) {
    return new Attempt.Try(
        command.thread(), page(state, command), command.access(), Token.of(command.id(), 0));
  }

  private static void touch(UffdState state, Touch command, AllowedSteps<UffdState> steps) {
    int page = page(state, command);
    int turn = state.registered(page) ? state.waiters().nextTurn(state.owner(page)) : 1;
    for (Attempt attempt : Attempt.promised(state, what(state, command), turn)) {
      took(attempt, steps);
    }
  }

  private static void took(Attempt attempt, AllowedSteps<UffdState> steps) {
    Steps.change(steps, attempt.next(), attempt.reply(), List.of());
  }
}
