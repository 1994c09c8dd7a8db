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

/** UFFDIO_REGISTER. */
final class RegisterRules {
  private static final List<OutField> UNTOUCHED = List.of(OutField.untouched("ioctls"));

  private RegisterRules() {}

  /** Why the first area that refuses a registration does so. */
  private enum Refusal {
    NONE,
    KIND,
    PERMISSION,
    BUSY
  }

  static List<Rule<UffdState, Register>> rules(Profile profile) {
    RuleBook<Register> book =
        new RuleBook<>(
            "REGISTER", "UFFDIO_REGISTER(2const); fs/userfaultfd.c, userfaultfd_register()");
    IoctlRules.untilArgument(book, UNTOUCHED);
    book.rule(
        "MODE",
        "No mode bit, or one that the kernel does not have, is EINVAL.",
        (s, c) -> c.mode() == 0 || (c.mode() & ~modes(profile)) != 0,
        (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, UNTOUCHED));
    IoctlRules.range(book, UNTOUCHED);
    refusals(book, profile);
    return book.defect(
            "KEEPS-PROTECTION",
            "Where a registration without write protection replaces one with it, the pages stay"
                + " marked as protected.",
            (s, c) -> Marks.in(s, unprotected(s, c)) != 0,
            (s, c, steps) -> register(s, c, true, profile, steps))
        .quirk(
            "UNWRITABLE",
            "An argument that can't be written is EFAULT, but the range is registered.",
            (s, c) -> !told(c),
            (s, c, steps) -> register(s, c, false, profile, steps))
        .quirk(
            "MODES-REPLACED",
            "A second registration replaces the modes of the first instead of adding to them, but"
                + " for areas that have all requested modes already; the ioctls reported are those"
                + " of the request.",
            (s, c) -> told(c) && again(s, c),
            (s, c, steps) -> register(s, c, false, profile, steps))
        .rule(
            "OK",
            "The mapped parts of the range are registered, holes are skipped, and the ioctls that"
                + " work there are reported.",
            (s, c) -> told(c) && !again(s, c),
            (s, c, steps) -> register(s, c, false, profile, steps))
        .rules();
  }

  private static void refusals(RuleBook<Register> book, Profile profile) {
    book.rule(
            "NO-AREA",
            "A range in which nothing is mapped is EINVAL.",
            (s, c) -> !Checks.someMapped(s, c.range()),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, UNTOUCHED))
        .rule(
            "KIND",
            "A mode that an area of the range cannot have is EINVAL: anonymous memory has no minor"
                + " faults, files on disk have none at all.",
            (s, c) -> refusal(s, c, profile) == Refusal.KIND,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, UNTOUCHED))
        .rule(
            "PERMISSION",
            "Shared memory that may not be written is EPERM: filling it would write to the file.",
            (s, c) -> refusal(s, c, profile) == Refusal.PERMISSION,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EPERM, UNTOUCHED))
        .rule(
            "BUSY",
            "An area of the range that belongs to another context is EBUSY, and nothing changes.",
            (s, c) -> refusal(s, c, profile) == Refusal.BUSY,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EBUSY, UNTOUCHED));
  }

  private static long modes(Profile profile) {
    long modes = Register.MODE_MISSING;
    modes |= profile.protectsPages() ? Register.MODE_WP : 0;
    return modes | (profile.tracksMinorFaults() ? Register.MODE_MINOR : 0);
  }

  private static long pageSet(UffdState state, Register command) {
    return command.range().pageSet(state.plan()) & state.layout().mapped();
  }

  /** Whether the argument can take the result. */
  private static boolean told(Register command) {
    return command.argument() != Argument.READ_ONLY;
  }

  /** Whether some area of the range is registered with the caller already. */
  private static boolean again(UffdState state, Register command) {
    return (pageSet(state, command) & state.registration().owned().get(command.fd())) != 0;
  }

  /** The areas are checked in the order of their addresses, each for all reasons. */
  private static Refusal refusal(UffdState state, Register command, Profile profile) {
    long foreign = state.registration().foreign(command.fd());
    boolean minor = (command.mode() & Register.MODE_MINOR) != 0;
    for (long rest = pageSet(state, command); rest != 0; rest &= rest - 1) {
      long page = rest & -rest;
      if ((state.layout().file() & page) != 0) {
        boolean shared = (state.shmem() & page) != 0 && profile.registersSharedMemory();
        return shared ? Refusal.PERMISSION : Refusal.KIND;
      }
      if (minor) {
        return Refusal.KIND;
      }
      if ((foreign & page) != 0) {
        return Refusal.BUSY;
      }
    }
    return Refusal.NONE;
  }

  /** The pages whose area loses the write-protection mode. */
  private static long unprotected(UffdState state, Register command) {
    Registration after =
        state.registration().take(command.fd(), pageSet(state, command), command.mode());
    return state.protectable() & ~after.protectable();
  }

  private static void register(
      UffdState state,
      Register command,
      boolean keepsMarks,
      Profile profile,
      AllowedSteps<UffdState> steps) {
    long unprotected = unprotected(state, command);
    UffdState marked =
        keepsMarks
            ? state.withUnseen(state.unseen().withLeftover(Marks.in(state, unprotected)))
            : Marks.clear(state, unprotected);
    Ownership ownership =
        Ownership.change(
            marked,
            state.registration().take(command.fd(), pageSet(state, command), command.mode()));
    boolean told = told(command);
    boolean protects = (command.mode() & Register.MODE_WP) != 0;
    List<OutField> ioctls = List.of(new OutField("ioctls", profile.anonymousIoctls(protects)));
    Steps.go(
        steps,
        ownership.next(),
        ownership.areas(),
        told ? Reply.ZERO : Reply.refused(Errno.EFAULT),
        told ? ioctls : UNTOUCHED,
        List.of(),
        List.of());
  }
}
