package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/** UFFDIO_ZEROPAGE into anonymous memory. */
final class ZeropageRules {
  private static final String OUT = "zeropage";
  private static final List<OutField> UNTOUCHED = List.of(OutField.untouched(OUT));

  private ZeropageRules() {}

  static List<Rule<UffdState, Zeropage>> rules() {
    RuleBook<Zeropage> book =
        new RuleBook<Zeropage>(
            "ZEROPAGE", "UFFDIO_ZEROPAGE(2const); fs/userfaultfd.c, userfaultfd_zeropage()");
    argumentRules(book);
    return book.rule(
            "NOT-REGISTERED",
            "A destination that is not inside one registered area is ENOENT.",
            (s, c) -> Checks.badDestination(s, c.range()),
            (s, c, steps) ->
                Steps.refuse(
                    steps, s, Errno.ENOENT, List.of(new OutField(OUT, -Errno.ENOENT.number()))))
        .rule(
            "EEXIST",
            "A first page that is there already is EEXIST: it is left alone and nobody is woken.",
            (s, c) -> s.pages().present(c.range().firstPage(s.plan())),
            (s, c, steps) ->
                Steps.refuse(
                    steps, s, Errno.EEXIST, List.of(new OutField(OUT, -Errno.EEXIST.number()))))
        .rule(
            "PARTIAL",
            "If a later page is there already the call is EAGAIN and tells how many bytes went in;"
                + " waiters are woken as if that had been the range.",
            (s, c) -> filling(s, c).isPartial(),
            (s, c, steps) -> filling(s, c).allowPartial(dontWake(c), steps))
        .rule(
            "DONTWAKE",
            "With MODE_DONTWAKE the pages become zeros and the waiters sleep on.",
            (s, c) -> dontWake(c) && filling(s, c).isWhole(),
            (s, c, steps) -> filling(s, c).allowWhole(true, steps))
        .rule(
            "OK",
            "The pages become zeros and their waiters are woken.",
            (s, c) -> filling(s, c).isWhole(),
            (s, c, steps) -> filling(s, c).allowWhole(false, steps))
        .rules();
  }

  private static void argumentRules(RuleBook<Zeropage> book) {
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
            "A range that is empty, not page aligned or not below the task's end is EINVAL.",
            (s, c) -> Checks.badRange(c.range()),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, UNTOUCHED))
        .rule(
            "MODE",
            "An unknown mode bit is EINVAL.",
            (s, c) -> (c.mode() & ~Zeropage.KNOWN_MODES) != 0,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, UNTOUCHED))
        .quirk(
            "UNWRITABLE",
            "An argument that can't be written is EFAULT; the pages are filled, but nobody is woken.",
            (s, c) -> c.argument() == Argument.READ_ONLY,
            ZeropageRules::unwritable);
  }

  private static void unwritable(UffdState s, Zeropage c, AllowedSteps<UffdState> steps) {
    if (Checks.badDestination(s, c.range())) {
      Steps.refuse(steps, s, Errno.EFAULT, UNTOUCHED);
    } else {
      filling(s, c).allowUnstorable(steps);
    }
  }

  private static boolean dontWake(Zeropage command) {
    return (command.mode() & Zeropage.MODE_DONTWAKE) != 0;
  }

  private static List<OutField> untouched(Zeropage command) {
    return command.argument() == Argument.UNREADABLE ? List.of() : UNTOUCHED;
  }

  private static Filling filling(UffdState state, Zeropage command) {
    return new Filling(state, command.fd(), command.range(), OUT, Filling.Content.ZEROS);
  }
}
