package org.pageproof.reports;

import static org.pageproof.vocabulary.userfaultfd.Argument.VALID;

import java.util.function.UnaryOperator;
import org.pageproof.verdict.Leeway;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.ChildWrite;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.Fork;
import org.pageproof.vocabulary.userfaultfd.Free;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Map.Backing;
import org.pageproof.vocabulary.userfaultfd.Protect;
import org.pageproof.vocabulary.userfaultfd.Protect.Protection;
import org.pageproof.vocabulary.userfaultfd.Reap;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Remap;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** Judgements that are true of a Linux kernel: areas that change, and the child's copies. */
public final class AreaScenarios {
  private static final int REGION2 = Scenario.PLAN.arenaPage(2, 0);
  private static final int REGION3 = Scenario.PLAN.arenaPage(3, 0);

  private AreaScenarios() {}

  /** Four pages, the first of which was written. */
  public static Scenario<UffdCommand> written() {
    return Scenario.userfaultfd()
        .step(new Map(0, 0, 4), "UFFD-MAP-OK", s -> s.areas(0xf, 1))
        .step(
            new Touch(1, 0, 0, 0, Access.WRITE),
            "UFFD-TOUCH-UNREGISTERED",
            s -> s.page(0, Token.of(1, 0), 0));
  }

  /** Protections that forbid, and contents that are still there. */
  public static Scenario<UffdCommand> protections() {
    return written()
        .step(
            new Protect(2, PageRange.of(0, 1, 2), Protection.READ),
            "UFFD-PROTECT-OK",
            s -> s.areas(new Layout(0xf, 0xb, 0xf, 0x9, 0)))
        .step(
            new Touch(3, 0, 0, 1, Access.SYSCALL_WRITE),
            "UFFD-TOUCH-FORBIDDEN",
            s -> s.refuses(Errno.EFAULT))
        .step(new Touch(4, 0, 0, 2, Access.READ), "UFFD-TOUCH-UNREGISTERED", s -> s.page(2, 0, 0))
        .step(
            new Protect(5, PageRange.of(0, 0, 4), Protection.NONE),
            "UFFD-PROTECT-OK",
            s -> s.areas(new Layout(0xf, 1, 0, 0, 0)))
        .step(
            new Touch(6, 0, 0, 0, Access.READ),
            "UFFD-TOUCH-FORBIDDEN-USER",
            s -> s.reply(new Reply.Withheld(Withholding.PROTECTED_TOUCH)))
        .step(
            new Protect(7, PageRange.of(0, 3, 2), Protection.READ),
            "UFFD-PROTECT-HOLE",
            s -> s.refuses(Errno.ENOMEM).areas(new Layout(0xf, 9, 8, 0, 0)))
        .step(
            new Protect(8, PageRange.of(0, 0, 4), Protection.READ_WRITE),
            "UFFD-PROTECT-OK",
            s -> s.areas(0xf, 1));
  }

  /** A page that may vanish until it is written again. */
  public static Scenario<UffdCommand> freed() {
    return freed(s -> s)
        .step(
            new Touch(4, 0, 0, 0, Access.WRITE),
            "UFFD-TOUCH-UNREGISTERED",
            s -> s.page(0, Token.of(4, 0), 0))
        .step(
            new Touch(5, 0, 0, 2, Access.WRITE),
            "UFFD-TOUCH-UNREGISTERED",
            s -> s.page(2, Token.of(5, 0), 0));
  }

  /** A page that may vanish, and perhaps did in the next step. */
  public static Scenario<UffdCommand> freed(UnaryOperator<Seen> vanishing) {
    Leeway droppable = new Leeway(0, 1, 0);
    return written()
        .step(new Free(2, PageRange.of(0, 0, 1)), "UFFD-FREE-OK", droppable, s -> s, s -> s)
        .step(
            new Touch(3, 0, 0, 1, Access.WRITE),
            "UFFD-TOUCH-UNREGISTERED",
            droppable,
            s -> s.page(1, Token.of(3, 0), 0),
            vanishing);
  }

  /** A child whose pages of zeros need not have been copied, and whose other pages may vanish. */
  public static Scenario<UffdCommand> freedBeforeFork(UnaryOperator<Seen> childsChoice) {
    return freed(s -> s)
        .step(
            new Touch(4, 0, 0, 2, Access.READ),
            "UFFD-TOUCH-UNREGISTERED",
            new Leeway(0, 1, 0),
            s -> s.page(2, 0, 0),
            s -> s)
        .step(
            new Fork(5),
            "UFFD-FORK-OK",
            new Leeway(0, 1, 5),
            s ->
                s.forked()
                    .childPage(0, Token.of(1, 0), 0)
                    .childPage(1, Token.of(3, 0), 0)
                    .childPage(2, 0, 0),
            childsChoice)
        .step(
            new ChildWrite(6, 0, 0),
            "UFFD-CHILDWRITE-OK",
            new Leeway(0, 1, 4),
            s -> s.returns(8).childPage(0, Token.of(6, 0), 0),
            s -> s)
        .step(new Reap(7), "UFFD-REAP-OK", new Leeway(0, 1, 0), Seen::reaped, s -> s);
  }

  /** Areas that move, shrink and grow. */
  public static Scenario<UffdCommand> remapped() {
    return written()
        .step(
            new Remap(2, PageRange.of(0, 0, 4), 4, 2),
            "UFFD-REMAP-MOVE",
            s -> s.areas(0xfL << REGION2, 1L << REGION2).absent(1).page(REGION2, Token.of(1, 0), 0))
        .step(
            new Remap(3, PageRange.of(2, 0, 4), 2, Remap.IN_PLACE),
            "UFFD-REMAP-SHRINK",
            s -> s.areas(3L << REGION2, 1L << REGION2))
        .step(
            new Remap(4, PageRange.of(2, 0, 2), 3, Remap.IN_PLACE),
            "UFFD-REMAP-GROW",
            s -> s.areas(7L << REGION2, 1L << REGION2))
        .step(
            new Map(5, 1, 1),
            "UFFD-MAP-OK",
            s -> s.areas(7L << REGION2 | 0x10, 1L << REGION2 | 0x10))
        .step(
            new Map(6, 0, 4),
            "UFFD-MAP-OK",
            0x10,
            s -> s.areas(7L << REGION2 | 0x1f, 1L << REGION2 | 1))
        .step(
            new Remap(7, PageRange.of(0, 0, 1), 2, Remap.IN_PLACE),
            "UFFD-REMAP-NO-ROOM",
            s -> s.refuses(Errno.ENOMEM));
  }

  /** File pages, which cannot be registered. */
  public static Scenario<UffdCommand> backed() {
    long memory = 3;
    long file = memory | 3L << REGION2;
    long both = file | 1L << REGION3;
    return Scenarios.registered()
        .step(
            new Map(3, 2, 2, Backing.FILE),
            "UFFD-MAP-OK",
            s -> s.areas(new Layout(file, 1 | 1L << REGION2, 3, 3, 3L << REGION2)).modes(3, 0))
        .step(
            new Map(4, 3, 1, Backing.READ_ONLY_SHMEM),
            "UFFD-MAP-OK",
            s ->
                s.areas(new Layout(both, 1 | 1L << REGION2 | 1L << REGION3, 3, 3, both & ~memory))
                    .modes(3, 0))
        .step(new Map(5, 2, 2, Backing.FILE), "UFFD-MAP-EEXIST", s -> s.refuses(Errno.EEXIST))
        .step(
            new Map(6, 3, 1, Backing.READ_ONLY_SHMEM),
            "UFFD-MAP-EEXIST",
            s -> s.refuses(Errno.EEXIST))
        .step(
            new Register(7, 0, PageRange.of(2, 0, 2), Register.MODE_MISSING, VALID),
            "UFFD-REGISTER-FILE",
            s -> s.refuses(Errno.EINVAL).out("ioctls", OutField.UNTOUCHED))
        .step(
            new Register(8, 0, PageRange.of(3, 0, 1), Register.MODE_MISSING, VALID),
            "UFFD-REGISTER-READ-ONLY",
            s -> s.refuses(Errno.EPERM).out("ioctls", OutField.UNTOUCHED))
        .step(
            new Protect(9, PageRange.of(2, 0, 1), Protection.READ),
            "UFFD-PROTECT-FILE",
            s -> s.reply(new Reply.Withheld(Withholding.FILE_PAGE)));
  }

  /** A child, and a waiter of a descriptor that only the child still has. */
  public static Scenario<UffdCommand> forked() {
    return Scenarios.copied()
        .step(
            new Fork(5),
            "UFFD-FORK-OK",
            s -> s.forked().childPage(0, Token.of(4, 0), Token.of(4, 0)))
        .step(
            new Fork(6),
            "UFFD-FORK-AGAIN",
            s -> s.reply(new Reply.Withheld(Withholding.SLOT_IN_USE)))
        .step(
            new Touch(7, 0, 0, 1, Access.READ),
            "UFFD-TOUCH-MISSING",
            s -> s.reply(Reply.BLOCKED).waiters(0, 1, 1))
        .step(new Close(8, 0), "UFFD-CLOSE-SHARED", s -> s.fd(0, DescriptorView.CLOSED));
  }

  /** The same, with stores on both sides, until the child ends and with it the waiting. */
  public static Scenario<UffdCommand> reaped() {
    return forked()
        .step(
            new ChildWrite(9, 0, 0),
            "UFFD-CHILDWRITE-OK",
            s -> s.returns(8).childPage(0, Token.of(9, 0), Token.of(4, 0)))
        .step(
            new ChildWrite(10, 0, 1),
            "UFFD-CHILDWRITE-OK",
            s -> s.returns(8).childPage(1, Token.of(10, 0), 0))
        .step(new ChildWrite(11, 3, 0), "UFFD-CHILDWRITE-UNMAPPED", s -> s.refuses(new Errno(5)))
        .step(
            new Touch(12, 1, 0, 0, Access.WRITE),
            "UFFD-TOUCH-PRESENT",
            s -> s.page(0, Token.of(12, 0), Token.of(4, 0)))
        .step(
            new Reap(13), "UFFD-REAP-OK", s -> s.reaped().modes(0, 0).page(1, 0, 0).finishes(0, 0))
        .step(
            new Reap(14), "UFFD-REAP-NONE", s -> s.reply(new Reply.Withheld(Withholding.NO_CHILD)))
        .step(
            new Fork(15),
            "UFFD-FORK-OK",
            s -> s.forked().childPage(0, Token.of(12, 0), Token.of(4, 0)).childPage(1, 0, 0));
  }

  /** A child that has never seen a descriptor. */
  public static Scenario<UffdCommand> childOnly() {
    return written()
        .step(new Fork(2), "UFFD-FORK-OK", s -> s.forked().childPage(0, Token.of(1, 0), 0))
        .step(new Reap(3), "UFFD-REAP-OK", Seen::reaped);
  }

  /** A child and nothing else. */
  public static Scenario<UffdCommand> onlyForked() {
    return Scenario.userfaultfd()
        .step(new Map(0, 0, 1), "UFFD-MAP-OK", s -> s.areas(1, 1))
        .step(new Fork(1), "UFFD-FORK-OK", Seen::forked);
  }

  /** The copies of a child stay as they were while the parent's page is filled. */
  public static Scenario<UffdCommand> filledAfterFork() {
    return Scenarios.registered()
        .step(new Fork(3), "UFFD-FORK-OK", Seen::forked)
        .step(
            new Copy(4, 0, PageRange.of(0, 0, 1), Source.TOKENS, 0, VALID),
            "UFFD-COPY-OK",
            s -> s.out("copy", 4096).page(0, Token.of(4, 0), Token.of(4, 0)));
  }
}
