package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.Source;

/** UFFDIO_COPY into anonymous memory. */
final class CopyRules {
  private static final FillRules<Copy> FILL =
      new FillRules<>("copy", CopyRules::filling, CopyRules::dontWake);

  private CopyRules() {}

  static List<Rule<UffdState, Copy>> rules(Profile profile) {
    RuleBook<Copy> book =
        new RuleBook<>("COPY", "UFFDIO_COPY(2const); fs/userfaultfd.c, userfaultfd_copy()");
    IoctlRules.untilArgument(book, FILL.untouched());
    IoctlRules.range(book, FILL.untouched());
    book.rule(
            "SOURCE-RANGE",
            "A source that wraps around the end of the address space is EINVAL.",
            (s, c) -> c.source() == Source.WRAPPING,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, FILL.untouched()))
        .rule(
            "MODE",
            "A mode bit that the kernel does not have is EINVAL.",
            (s, c) -> (c.mode() & ~modes(profile)) != 0,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, FILL.untouched()));
    FILL.unwritable(book, (s, c) -> Checks.badDestination(s, c.range()) || cannotProtect(s, c));
    FILL.destination(book)
        .rule(
            "WP-MODE",
            "MODE_WP into an area without write protection mode is EINVAL.",
            CopyRules::cannotProtect,
            (s, c, steps) -> FILL.fail(steps, s, Errno.EINVAL))
        .rule(
            "SOURCE-UNMAPPED",
            "A source that can't be read is EFAULT, even if the page is there already.",
            (s, c) -> !readable(c, 0),
            (s, c, steps) -> FILL.fail(steps, s, Errno.EFAULT));
    FILL.occupied(book);
    book.markerQuirk(
        "UNPROTECTS",
        "A copy without MODE_WP onto a protected empty entry succeeds, and the protection is lost.",
        (s, c) -> filling(s, c).unprotects(),
        (s, c, steps) -> filling(s, c).allow(dontWake(c), steps));
    return FILL.pages(book).rules();
  }

  private static long modes(Profile profile) {
    return profile.protectsPages() ? Copy.KNOWN_MODES : Copy.MODE_DONTWAKE;
  }

  private static boolean cannotProtect(UffdState state, Copy command) {
    int first = command.range().firstPage(state.plan());
    return wantsProtection(command) && (state.protectable() >>> first & 1) == 0;
  }

  private static boolean wantsProtection(Copy command) {
    return (command.mode() & Copy.MODE_WP) != 0;
  }

  private static boolean dontWake(Copy command) {
    return (command.mode() & Copy.MODE_DONTWAKE) != 0;
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
        "copy",
        new Filling.Content() {
          @Override
          public long word(int k) {
            return command.source() == Source.ZEROS ? 0 : Token.of(command.id(), k);
          }

          @Override
          public boolean fillable(int k, int bits) {
            return CopyRules.readable(command, k) && (bits & Pages.PRESENT) == 0;
          }

          @Override
          public int bits() {
            return wantsProtection(command) ? Pages.PRESENT | Pages.UFFD_WP : Pages.PRESENT;
          }
        });
  }
}
