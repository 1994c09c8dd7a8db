package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Argument;

/** UFFDIO_API, the handshake. */
final class ApiRules {
  /** UFFDIO_API, UFFDIO_REGISTER and UFFDIO_UNREGISTER (linux/userfaultfd.h, UFFD_API_IOCTLS). */
  private static final long IOCTLS = 1L << 63 | 3;

  private ApiRules() {}

  static List<Rule<UffdState, Api>> rules(Profile profile) {
    return new RuleBook<Api>("API", "UFFDIO_API(2const); fs/userfaultfd.c, userfaultfd_api()")
        .withheld(
            "SIGBUS-UNDER-WAITER",
            "Faults do not become signals while a thread sleeps in one: tried again, it would be"
                + " killed.",
            (s, c) -> (c.features() & Api.FEATURE_SIGBUS) != 0 && s.waiters().inUserMode(-1L),
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.SIGBUS_UNDER_WAITER))
        .closed(Api::fd, ApiRules::asPassed)
        .ruleFor(
            "before 5.15",
            p -> !p.marksHandshake(),
            "TWICE-FIRST",
            "A second handshake is EINVAL, and its argument is not looked at.",
            (s, c) -> s.ready(c.fd()),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, asPassed(c)))
        .rule(
            "UNREADABLE",
            "An argument that can't be read is EFAULT.",
            (s, c) -> c.argument() == Argument.UNREADABLE,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EFAULT, List.of()))
        .rule(
            "UNWRITABLE",
            "An argument that can't be written is EFAULT, whatever else is wrong, and the handshake"
                + " is not done.",
            (s, c) -> c.argument() == Argument.READ_ONLY,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EFAULT, asPassed(c)))
        .rule(
            "VERSION",
            "An API version other than 0xAA is EINVAL, and the argument is zeroed.",
            (s, c) -> c.api() != Api.VERSION,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, fields(0, 0, 0)))
        .ruleFor(
            "users without CAP_SYS_PTRACE",
            p -> !p.ptrace(),
            "FORK-PRIVILEGE",
            "The fork event needs CAP_SYS_PTRACE: EPERM, before unknown features, and the argument"
                + " is zeroed.",
            (s, c) -> (c.features() & Api.FEATURE_EVENT_FORK) != 0,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EPERM, fields(0, 0, 0)))
        .rule(
            "FEATURES",
            "A feature that the kernel does not have is EINVAL, and the argument is zeroed.",
            (s, c) -> (c.features() & ~profile.features()) != 0,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, fields(0, 0, 0)))
        .rule(
            "TWICE",
            "A second handshake is EINVAL, the argument is zeroed, and the first stays in force.",
            (s, c) -> s.ready(c.fd()),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, fields(0, 0, 0)))
        .rule(
            "OK",
            "The handshake reports every feature of the kernel, not the requested ones.",
            (s, c) -> true,
            (s, c, steps) ->
                Steps.change(
                    steps,
                    s.withContext(c.fd(), s.context(c.fd()).initialised(c.features(), profile)),
                    Reply.ZERO,
                    fields(Api.VERSION, profile.features(), IOCTLS)))
        .rules();
  }

  private static List<OutField> asPassed(Api command) {
    return command.argument() == Argument.UNREADABLE
        ? List.of()
        : fields(command.api(), command.features(), OutField.UNTOUCHED);
  }

  private static List<OutField> fields(long api, long features, long ioctls) {
    return List.of(
        new OutField("api", api),
        new OutField("features", features),
        new OutField("ioctls", ioctls));
  }
}
