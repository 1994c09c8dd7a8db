package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/** UFFDIO_ZEROPAGE into anonymous memory. */
final class ZeropageRules {
  private static final FillRules<Zeropage> FILL =
      new FillRules<>("zeropage", ZeropageRules::filling, ZeropageRules::dontWake);

  private ZeropageRules() {}

  static List<Rule<UffdState, Zeropage>> rules() {
    RuleBook<Zeropage> book =
        new RuleBook<>(
            "ZEROPAGE", "UFFDIO_ZEROPAGE(2const); fs/userfaultfd.c, userfaultfd_zeropage()");
    IoctlRules.untilArgument(book, FILL.untouched());
    IoctlRules.range(book, FILL.untouched());
    book.rule(
        "MODE",
        "An unknown mode bit is EINVAL.",
        (s, c) -> (c.mode() & ~Zeropage.KNOWN_MODES) != 0,
        (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, FILL.untouched()));
    FILL.unwritable(book, (s, c) -> Checks.badDestination(s, c.range()));
    FILL.destination(book);
    FILL.occupied(book);
    book.markerQuirk(
        "MARKER",
        "Unlike a copy, zeros do not replace a protected empty entry: EEXIST.",
        (s, c) -> s.marker(c.range().firstPage(s.plan())),
        (s, c, steps) -> FILL.fail(steps, s, Errno.EEXIST));
    return FILL.pages(book).rules();
  }

  private static boolean dontWake(Zeropage command) {
    return (command.mode() & Zeropage.MODE_DONTWAKE) != 0;
  }

  private static Filling filling(UffdState state, Zeropage command) {
    return new Filling(state, command.fd(), command.range(), "zeropage", Filling.Content.ZEROS);
  }
}
