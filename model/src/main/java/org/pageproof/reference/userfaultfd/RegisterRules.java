package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Register;

/** UFFDIO_REGISTER of anonymous memory in MISSING mode. */
final class RegisterRules {
  private static final List<OutField> UNTOUCHED = List.of(OutField.untouched("ioctls"));

  private RegisterRules() {}

  static List<Rule<UffdState, Register>> rules(Profile profile) {
    RuleBook<Register> book =
        new RuleBook<>(
            "REGISTER", "UFFDIO_REGISTER(2const); fs/userfaultfd.c, userfaultfd_register()");
    IoctlRules.untilArgument(book, UNTOUCHED);
    book.rule(
        "MODE",
        "No mode bit, or an unknown one, is EINVAL.",
        (s, c) -> c.mode() == 0 || (c.mode() & ~Register.KNOWN_MODES) != 0,
        (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, UNTOUCHED));
    IoctlRules.range(book, UNTOUCHED);
    return book.rule(
            "NO-AREA",
            "A range in which nothing is mapped is EINVAL.",
            (s, c) -> !Checks.someMapped(s, c.range()),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, UNTOUCHED))
        .rule(
            "KIND",
            "A mode that an area of the range cannot have is EINVAL: anonymous memory has no minor"
                + " faults.",
            (s, c) -> (c.mode() & Register.MODE_MINOR) != 0,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, UNTOUCHED))
        .rule(
            "BUSY",
            "An area of the range that belongs to another context is EBUSY, and nothing changes.",
            (s, c) -> (s.owned().get(1 - c.fd()) & c.range().pageSet(s.plan())) != 0,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EBUSY, UNTOUCHED))
        .quirk(
            "UNWRITABLE",
            "An argument that can't be written is EFAULT, but the range is registered.",
            (s, c) -> c.argument() == Argument.READ_ONLY,
            (s, c, steps) -> register(s, c, steps, Reply.refused(Errno.EFAULT), UNTOUCHED))
        .rule(
            "OK",
            "The mapped parts of the range are registered, holes are skipped, and the ioctls that"
                + " work there are reported.",
            (s, c) -> true,
            (s, c, steps) ->
                register(
                    s,
                    c,
                    steps,
                    Reply.ZERO,
                    List.of(new OutField("ioctls", profile.anonymousIoctls(false)))))
        .rules();
  }

  private static void register(
      UffdState state,
      Register command,
      AllowedSteps<UffdState> steps,
      Reply reply,
      List<OutField> out) {
    long pageSet = command.range().pageSet(state.plan()) & state.layout().mapped();
    Ownership ownership = Ownership.take(state, command.fd(), pageSet);
    Steps.go(steps, ownership.next(), ownership.areas(), reply, out, List.of(), List.of());
  }
}
