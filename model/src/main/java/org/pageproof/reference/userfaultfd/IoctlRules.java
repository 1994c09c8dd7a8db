package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.RangeIoctl;

/**
 * The checks that every ioctl on a range makes in the same order, and the out-fields it then leaves
 * untouched.
 */
final class IoctlRules {
  private IoctlRules() {}

  /**
   * The checks before the argument's contents: an open descriptor, a done handshake, a readable
   * argument. fs/userfaultfd.c, userfaultfd_ioctl().
   *
   * @param untouched the argument's out-fields as the caller filled them
   */
  static <C extends RangeIoctl> RuleBook<C> untilArgument(
      RuleBook<C> book, List<OutField> untouched) {
    return book.closed(C::fd, c -> visible(c, untouched))
        .rule(
            "NOT-READY",
            "Before the handshake it is EINVAL, and the argument is not looked at.",
            (s, c) -> !s.ready(c.fd()),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, visible(c, untouched)))
        .rule(
            "UNREADABLE",
            "An argument that can't be read is EFAULT.",
            (s, c) -> c.argument() == Argument.UNREADABLE,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EFAULT, List.of()));
  }

  /** The check of the range. fs/userfaultfd.c, validate_range(). */
  static <C extends RangeIoctl> RuleBook<C> range(RuleBook<C> book, List<OutField> untouched) {
    return book.rule(
        "RANGE",
        "A range that is empty, not page aligned or not below the task's end is EINVAL.",
        (s, c) -> Checks.badRange(c.range()),
        (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, untouched));
  }

  /** Nobody sees the out-fields of an argument that can't be read. */
  private static List<OutField> visible(RangeIoctl command, List<OutField> untouched) {
    return command.argument() == Argument.UNREADABLE ? List.of() : untouched;
  }
}
