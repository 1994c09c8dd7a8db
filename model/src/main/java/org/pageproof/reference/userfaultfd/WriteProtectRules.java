package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;

/** UFFDIO_WRITEPROTECT. */
final class WriteProtectRules {
  private WriteProtectRules() {}

  static List<Rule<UffdState, WriteProtect>> rules() {
    RuleBook<WriteProtect> book =
        new RuleBook<>(
            "WRITEPROTECT", "UFFDIO_WRITEPROTECT(2const); mm/userfaultfd.c, mwriteprotect_range()");
    book.ruleFor(
        "before 5.7, and architectures without write protection",
        p -> !p.protectsPages(),
        "UNKNOWN",
        "An ioctl that the kernel does not know is EINVAL.",
        (s, c) -> s.context(c.fd()).open(),
        (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()));
    IoctlRules.untilArgument(book, List.of());
    IoctlRules.range(book, List.of());
    book.rule(
        "MODE",
        "An unknown mode bit, or DONTWAKE together with WP, is EINVAL.",
        (s, c) -> (c.mode() & ~WriteProtect.KNOWN_MODES) != 0 || c.mode() == 3,
        (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()));
    areas(book);
    return book.quirk(
            "FOREIGN",
            "Areas of another context are changed all the same; only the caller's waiters are woken.",
            WriteProtectRules::foreign,
            (s, c, steps) -> change(s, c, steps))
        .rule(
            "UNPOPULATED",
            "With the feature WP_UNPOPULATED empty entries are protected by a marker.",
            (s, c) -> !foreign(s, c) && protects(c) && emptyToMark(s, pageSet(s, c)),
            (s, c, steps) -> change(s, c, steps))
        .rule(
            "PROTECT",
            "Present pages are protected, whatever mprotect permits; empty entries stay empty without"
                + " the feature WP_UNPOPULATED; nobody is woken.",
            (s, c) -> !foreign(s, c) && protects(c) && !emptyToMark(s, pageSet(s, c)),
            (s, c, steps) -> change(s, c, steps))
        .rule(
            "DONTWAKE",
            "With MODE_DONTWAKE the protection ends and the waiters sleep on.",
            (s, c) -> !foreign(s, c) && c.mode() == WriteProtect.MODE_DONTWAKE,
            (s, c, steps) -> change(s, c, steps))
        .rule(
            "OK",
            "The protection ends, markers become empty entries, and the context's waiters in the"
                + " range are woken.",
            (s, c) -> !foreign(s, c) && c.mode() == 0,
            (s, c, steps) -> change(s, c, steps))
        .rules();
  }

  private static void areas(RuleBook<WriteProtect> book) {
    book.ruleFor(
            "before 6.4",
            p -> !p.protectsAcrossAreas(),
            "ONE-AREA",
            "A range that is not inside one area in write-protection mode is ENOENT.",
            (s, c) -> !insideOneArea(s, c),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.ENOENT, List.of()))
        .rule(
            "NOT-REGISTERED",
            "If nothing is mapped in the range, or its first area is not in write-protection mode, it"
                + " is ENOENT; holes are no error.",
            (s, c) -> pageSet(s, c) == 0,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.ENOENT, List.of()))
        .markerQuirk(
            "PARTIAL",
            "A later area that is not in write-protection mode is ENOENT too, but the areas before it"
                + " have changed; nobody is woken.",
            (s, c) -> pageSet(s, c) != mapped(s, c),
            (s, c, steps) ->
                Steps.change(
                    steps, changed(s, c, pageSet(s, c)), Reply.refused(Errno.ENOENT), List.of()));
  }

  private static boolean foreign(UffdState state, WriteProtect command) {
    return (state.registration().foreign(command.fd()) & pageSet(state, command)) != 0;
  }

  private static boolean protects(WriteProtect command) {
    return (command.mode() & WriteProtect.MODE_WP) != 0;
  }

  private static long mapped(UffdState state, WriteProtect command) {
    return command.range().pageSet(state.plan()) & state.layout().mapped();
  }

  /** The mapped pages up to the first area that is not in write-protection mode. */
  private static long pageSet(UffdState state, WriteProtect command) {
    long mapped = mapped(state, command);
    long unsuitable = mapped & ~state.protectable();
    return unsuitable == 0 ? mapped : mapped & (Long.lowestOneBit(unsuitable) - 1);
  }

  private static boolean insideOneArea(UffdState state, WriteProtect command) {
    long asked = command.range().pageSet(state.plan());
    return state.layout().insideOneArea(command.range(), state.plan())
        && (asked & ~state.protectable()) == 0;
  }

  /** Whether the owner of some empty entry of the set has the feature to protect it. */
  private static boolean emptyToMark(UffdState state, long pageSet) {
    for (long rest = pageSet; rest != 0; rest &= rest - 1) {
      int page = Long.numberOfTrailingZeros(rest);
      if (state.pages().bits(page) == 0 && marksEmpty(state, page)) {
        return true;
      }
    }
    return false;
  }

  private static boolean marksEmpty(UffdState state, int page) {
    return state.context(state.owner(page)).has(Api.FEATURE_WP_UNPOPULATED);
  }

  private static UffdState changed(UffdState state, WriteProtect command, long pageSet) {
    return protects(command)
        ? Marks.set(state, pageSet, page -> marksEmpty(state, page))
        : Marks.clear(state, pageSet);
  }

  private static void change(UffdState state, WriteProtect command, AllowedSteps<UffdState> steps) {
    boolean wakes = (command.mode() & WriteProtect.KNOWN_MODES) == 0;
    List<Waiter> woken =
        wakes ? state.waiters().of(command.fd(), command.range().pageSet(state.plan())) : List.of();
    Steps.wake(
        steps, changed(state, command, pageSet(state, command)), woken, Reply.ZERO, List.of());
  }
}
