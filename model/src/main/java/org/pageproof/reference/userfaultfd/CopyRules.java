package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.Source;

/** UFFDIO_COPY into anonymous memory. */
final class CopyRules {
  private static final String OUT = "copy";
  private static final List<OutField> UNTOUCHED = List.of(OutField.untouched(OUT));

  private CopyRules() {}

  static List<Rule<UffdState, Copy>> rules() {
    RuleBook<Copy> book =
        new RuleBook<Copy>("COPY", "UFFDIO_COPY(2const); fs/userfaultfd.c, userfaultfd_copy()");
    argumentRules(book);
    return book.rule(
            "NOT-REGISTERED",
            "A destination that is not inside one registered area is ENOENT.",
            (s, c) -> Checks.badDestination(s, c.range()),
            (s, c, steps) -> fail(steps, s, Errno.ENOENT))
        .rule(
            "WP-MODE",
            "MODE_WP into an area without write protection mode is EINVAL.",
            (s, c) -> (c.mode() & Copy.MODE_WP) != 0,
            (s, c, steps) -> fail(steps, s, Errno.EINVAL))
        .rule(
            "SOURCE-UNMAPPED",
            "A source that can't be read is EFAULT, even if the page is there already.",
            (s, c) -> !readable(c, 0),
            (s, c, steps) -> fail(steps, s, Errno.EFAULT))
        .rule(
            "EEXIST",
            "A first page that is there already is EEXIST: it is left alone and nobody is woken.",
            (s, c) -> s.pages().present(c.range().firstPage(s.plan())),
            (s, c, steps) -> fail(steps, s, Errno.EEXIST))
        .rule(
            "PARTIAL",
            "If a later page cannot be filled the call is EAGAIN and tells how many bytes went in;"
                + " waiters are woken as if that had been the range.",
            (s, c) -> filling(s, c).isPartial(),
            (s, c, steps) -> filling(s, c).allowPartial(dontWake(c), steps))
        .rule(
            "DONTWAKE",
            "With MODE_DONTWAKE the pages are filled and the waiters sleep on.",
            (s, c) -> dontWake(c) && filling(s, c).isWhole(),
            (s, c, steps) -> filling(s, c).allowWhole(true, steps))
        .rule(
            "OK",
            "The pages are filled and their waiters woken.",
            (s, c) -> filling(s, c).isWhole(),
            (s, c, steps) -> filling(s, c).allowWhole(false, steps))
        .rules();
  }

  private static void argumentRules(RuleBook<Copy> book) {
    book.rule(
            "CLOSED",
            "Without a descriptor it is EBADF.",
            (s, c) -> !s.context(c.fd()).open(),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EBADF, untouched(c)))
        .rule(
            "NOT-READY",
            "Before the handshake it is EINVAL, and the argument is not looked at.",
            (s, c) -> !s.ready(c.fd()),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, untouched(c)))
        .rule(
            "UNREADABLE",
            "An argument that can't be read is EFAULT.",
            (s, c) -> c.argument() == Argument.UNREADABLE,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EFAULT, List.of()))
        .rule(
            "RANGE",
            "A destination that is empty, not page aligned or not below the task's end is EINVAL.",
            (s, c) -> Checks.badRange(c.range()),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, UNTOUCHED))
        .rule(
            "SOURCE-RANGE",
            "A source that wraps around the end of the address space is EINVAL.",
            (s, c) -> c.source() == Source.WRAPPING,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, UNTOUCHED))
        .rule(
            "MODE",
            "An unknown mode bit is EINVAL.",
            (s, c) -> (c.mode() & ~Copy.KNOWN_MODES) != 0,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, UNTOUCHED))
        .quirk(
            "UNWRITABLE",
            "An argument that can't be written is EFAULT; the pages are filled, but nobody is woken.",
            (s, c) -> c.argument() == Argument.READ_ONLY,
            CopyRules::unwritable);
  }

  private static void unwritable(UffdState s, Copy c, AllowedSteps<UffdState> steps) {
    if (Checks.badDestination(s, c.range()) || (c.mode() & Copy.MODE_WP) != 0) {
      Steps.refuse(steps, s, Errno.EFAULT, UNTOUCHED);
    } else {
      filling(s, c).allowUnstorable(steps);
    }
  }

  private static boolean dontWake(Copy command) {
    return (command.mode() & Copy.MODE_DONTWAKE) != 0;
  }

  private static void fail(AllowedSteps<UffdState> steps, UffdState state, Errno errno) {
    Steps.refuse(steps, state, errno, List.of(new OutField(OUT, -errno.number())));
  }

  private static List<OutField> untouched(Copy command) {
    return command.argument() == Argument.UNREADABLE ? List.of() : UNTOUCHED;
  }

  private static boolean readable(Copy command, int page) {
    return switch (command.source()) {
      case TOKENS, UNALIGNED, ZEROS -> true;
      case SECOND_UNMAPPED -> page == 0;
      case UNMAPPED, WRAPPING -> false;
    };
  }

  private static Filling filling(UffdState state, Copy command) {
    return new Filling(
        state,
        command.fd(),
        command.range(),
        OUT,
        new Filling.Content() {
          @Override
          public long word(int k) {
            return command.source() == Source.ZEROS ? 0 : Token.of(command.id(), k);
          }

          @Override
          public boolean readable(int k) {
            return CopyRules.readable(command, k);
          }
        });
  }
}
