package org.pageproof.reference.userfaultfd;

import static org.pageproof.vocabulary.userfaultfd.Open.Entry.DEVICE;
import static org.pageproof.vocabulary.userfaultfd.Open.Entry.SYSCALL;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Open;

/** userfaultfd(2) and /dev/userfaultfd. */
final class OpenRules {
  private static final int FD_CLOEXEC = 1;

  private OpenRules() {}

  static List<Rule<UffdState, Open>> rules(Profile profile) {
    return new RuleBook<Open>("OPEN", "userfaultfd(2); fs/userfaultfd.c, new_userfaultfd()")
        .withheld(
            "SLOT-IN-USE",
            "An open into a descriptor slot that is in use is not executed.",
            (s, c) -> s.context(c.fd()).open(),
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.SLOT_IN_USE))
        .ruleFor(
            "kernels or users without /dev/userfaultfd",
            p -> !p.device(),
            "NO-DEVICE",
            "Where /dev/userfaultfd is missing or may not be opened, the open fails.",
            (s, c) -> c.entry() == DEVICE,
            (s, c, steps) -> noDevice(s, steps))
        .ruleFor(
            "users without CAP_SYS_PTRACE while vm.unprivileged_userfaultfd is 0",
            p -> !p.unrestricted(),
            "RESTRICTED",
            "Without privilege only a user-mode-only descriptor may be had; checked before the flags.",
            (s, c) -> c.entry() == SYSCALL && (c.flags() & Open.UFFD_USER_MODE_ONLY) == 0,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EPERM, List.of()))
        .rule(
            "FLAGS",
            "A flag other than O_CLOEXEC, O_NONBLOCK and, from 5.11, UFFD_USER_MODE_ONLY is EINVAL.",
            (s, c) -> (c.flags() & ~validFlags(profile)) != 0,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()))
        .rule(
            "OK",
            "A new descriptor is opened read-only and keeps O_NONBLOCK and O_CLOEXEC.",
            (s, c) -> true,
            (s, c, steps) -> opened(s, c, profile, steps))
        .rules();
  }

  /** Which refusal depends on how the machine is set up. */
  static void noDevice(UffdState state, AllowedSteps<UffdState> steps) {
    Steps.refuse(steps, state, Errno.EACCES, List.of());
    Steps.refuse(steps, state, Errno.ENOENT, List.of());
    Steps.refuse(steps, state, Errno.EPERM, List.of());
  }

  private static int validFlags(Profile profile) {
    return profile.knowsUserModeOnly()
        ? Open.VALID_FLAGS
        : Open.VALID_FLAGS & ~Open.UFFD_USER_MODE_ONLY;
  }

  private static void opened(
      UffdState state, Open command, Profile profile, AllowedSteps<UffdState> steps) {
    int flags = command.flags();
    int kept = flags & (Open.O_NONBLOCK | Open.UFFD_USER_MODE_ONLY);
    Context created = Context.opened(kept);
    Context context = command.handshake() ? created.initialised(0, profile) : created;
    int accessMode = profile.opensReadOnly() ? 0 : Open.O_RDWR;
    List<OutField> out =
        List.of(
            new OutField("flags", (flags & Open.O_NONBLOCK) | accessMode),
            new OutField("fdflags", (flags & Open.O_CLOEXEC) != 0 ? FD_CLOEXEC : 0));
    Steps.change(steps, state.withContext(command.fd(), context), Reply.ZERO, out);
  }
}
