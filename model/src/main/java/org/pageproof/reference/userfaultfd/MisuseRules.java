package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Misuse;
import org.pageproof.vocabulary.userfaultfd.Misuse.Call;

/** Calls that a descriptor or the device does not support. */
final class MisuseRules {
  private MisuseRules() {}

  static List<Rule<UffdState, Misuse>> rules() {
    return new RuleBook<Misuse>("MISUSE", "userfaultfd(2); fs/userfaultfd.c, userfaultfd_fops")
        .ruleFor(
            "kernels or users without /dev/userfaultfd",
            p -> !p.device(),
            "NO-DEVICE",
            "Where /dev/userfaultfd is missing or may not be opened, the open fails.",
            (s, c) -> c.call() == Call.DEVICE_IOCTL,
            (s, c, steps) -> OpenRules.noDevice(s, steps))
        .rule(
            "CLOSED",
            "Without a descriptor it is EBADF.",
            (s, c) -> c.call() != Call.DEVICE_IOCTL && !s.context(c.fd()).open(),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EBADF, List.of()))
        .ruleFor(
            "before 6.1",
            p -> !p.opensReadOnly(),
            "WRITE-UNSUPPORTED",
            "A descriptor that is open for writing can't be written all the same: EINVAL.",
            (s, c) -> c.call() == Call.WRITE,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()))
        .rule(
            "WRITE",
            "A descriptor is not open for writing: EBADF.",
            (s, c) -> c.call() == Call.WRITE,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EBADF, List.of()))
        .rule(
            "MMAP",
            "A descriptor can't be mapped: ENODEV.",
            (s, c) -> c.call() == Call.MMAP,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.ENODEV, List.of()))
        .quirk(
            "SEEK",
            "A descriptor has no position, but seeking succeeds.",
            (s, c) -> c.call() == Call.SEEK,
            (s, c, steps) -> Steps.stay(steps, s, Reply.ZERO, List.of()))
        .quirk(
            "IOCTL",
            "An ioctl that a descriptor or the device does not know is EINVAL, not ENOTTY.",
            (s, c) -> true,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()))
        .rules();
  }
}
