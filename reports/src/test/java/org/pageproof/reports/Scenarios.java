package org.pageproof.reports;

import static org.pageproof.vocabulary.userfaultfd.Argument.READ_ONLY;
import static org.pageproof.vocabulary.userfaultfd.Argument.UNREADABLE;
import static org.pageproof.vocabulary.userfaultfd.Argument.VALID;

import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.PageRange.Shape;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.DontNeed;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Open.Entry;
import org.pageproof.vocabulary.userfaultfd.Poll;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/** Judgements that are true of a Linux kernel, and the same with one wrong expectation. */
public final class Scenarios {
  private static final long IOCTLS = 0x13c;
  private static final int NONBLOCK = Open.O_CLOEXEC | Open.O_NONBLOCK;
  private static final DescriptorView IDLE =
      new DescriptorView(true, 0, 0, DescriptorView.READY, 0);

  private Scenarios() {}

  /** The handshake, two pages mapped and registered, nobody waits. */
  public static Scenario<UffdCommand> registered() {
    return Scenario.userfaultfd()
        .step(
            new Open(0, 0, Entry.SYSCALL, NONBLOCK, true),
            "UFFD-OPEN-OK",
            s -> s.out("flags", 0x800).out("fdflags", 1).fd(0, IDLE))
        .step(new Map(1, 0, 2), "UFFD-MAP-OK", s -> s.areas(3, 1))
        .step(
            new Register(2, 0, PageRange.of(0, 0, 2), Register.MODE_MISSING, VALID),
            "UFFD-REGISTER-OK",
            s -> s.out("ioctls", IOCTLS).modes(3, 0));
  }

  /** A read that blocks, and the copy that ends it. */
  public static Scenario<UffdCommand> copied() {
    return blocked()
        .step(
            new Copy(4, 0, PageRange.of(0, 0, 1), Source.TOKENS, 0, VALID),
            "UFFD-COPY-OK",
            s ->
                s.out("copy", 4096)
                    .page(0, Token.of(4, 0), Token.of(4, 0))
                    .finishes(0, Token.of(4, 0))
                    .waiters(0, 0, 0));
  }

  /** A read that blocks. */
  public static Scenario<UffdCommand> blocked() {
    return registered()
        .step(
            new Touch(3, 0, 0, 0, Access.READ),
            "UFFD-TOUCH-MISSING",
            s -> s.reply(Reply.BLOCKED).waiters(0, 1, 1));
  }

  /** The same, but the rule wants the copy to be refused. */
  public static Scenario<UffdCommand> wronglyCopied() {
    return blocked()
        .diverges(
            new Copy(4, 0, PageRange.of(0, 0, 1), Source.TOKENS, 0, VALID),
            "UFFD-COPY-EEXIST",
            s -> s.refuses(Errno.EEXIST).out("copy", -17),
            s ->
                s.out("copy", 4096)
                    .page(0, Token.of(4, 0), Token.of(4, 0))
                    .finishes(0, Token.of(4, 0))
                    .waiters(0, 0, 0));
  }

  /** Messages, system calls that block, and the end of everything. */
  public static Scenario<UffdCommand> everyCommand() {
    return copied()
        .step(
            new Touch(5, 1, 0, 1, Access.SYSCALL_WRITE),
            "UFFD-TOUCH-MISSING",
            s -> s.reply(Reply.BLOCKED).waiters(0, 1, 1))
        .step(new Poll(6, 0), "UFFD-POLL-READY", s -> s.returns(DescriptorView.POLLIN))
        .step(
            new Read(7, 0, 64, false),
            "UFFD-READ-OK",
            s -> s.returns(32).message(1, true).waiters(0, 1, 0))
        .step(new Wake(8, 0, PageRange.of(0, 1, 1), VALID), "UFFD-WAKE-OK", s -> s.waiters(0, 1, 1))
        .step(
            new Zeropage(9, 0, PageRange.of(0, 1, 1), Zeropage.MODE_DONTWAKE, VALID),
            "UFFD-ZEROPAGE-DONTWAKE",
            s -> s.out("zeropage", 4096).page(1, 0, 0))
        .step(
            new Unregister(10, 0, PageRange.of(0, 0, 2), VALID),
            "UFFD-UNREGISTER-OK",
            s -> s.modes(0, 0).page(1, Token.of(5, 0), 0).finishes(1, 0).waiters(0, 0, 0))
        .step(
            new Touch(11, 2, 0, 0, Access.WRITE),
            "UFFD-TOUCH-PRESENT",
            s -> s.page(0, Token.of(11, 0), Token.of(4, 0)))
        .step(
            new Touch(12, 0, 0, 0, Access.SYSCALL_READ),
            "UFFD-TOUCH-PRESENT",
            s -> s.returns(Token.of(11, 0)))
        .step(
            new Touch(13, 0, 2, 0, Access.SYSCALL_READ),
            "UFFD-TOUCH-UNMAPPED",
            s -> s.refuses(Errno.EFAULT))
        .step(
            new Touch(14, 0, 2, 0, Access.SYSCALL_WRITE),
            "UFFD-TOUCH-UNMAPPED",
            s -> s.refuses(Errno.EFAULT))
        .step(
            new Touch(15, 0, 2, 0, Access.READ),
            "UFFD-TOUCH-UNMAPPED-USER",
            s -> s.reply(new Reply.Withheld(Withholding.UNMAPPED_TOUCH)))
        .step(new DontNeed(16, PageRange.of(0, 0, 1)), "UFFD-DONTNEED-OK", s -> s.absent(1))
        .step(new Map(17, 2, 1), "UFFD-MAP-OK", s -> s.areas(0x203, 0x201))
        .step(new Unmap(18, PageRange.of(0, 0, 1)), "UFFD-UNMAP-OK", s -> s.areas(0x202, 0x202))
        .step(new Close(19, 0), "UFFD-CLOSE-OK", s -> s.fd(0, DescriptorView.CLOSED))
        .step(new Close(20, 0), "UFFD-CLOSE-CLOSED", s -> s.refuses(Errno.EBADF))
        .step(new Poll(21, 0), "UFFD-POLL-CLOSED", s -> s.returns(DescriptorView.POLLNVAL));
  }

  /** Every way to misuse an operand that needs something special of the program. */
  public static Scenario<UffdCommand> misuse() {
    return registered()
        .step(
            new Open(3, 0, Entry.SYSCALL, 0, false),
            "UFFD-OPEN-SLOT-IN-USE",
            s -> s.reply(new Reply.Withheld(Withholding.SLOT_IN_USE)))
        .step(
            new Open(4, 1, Entry.DEVICE, Open.UFFD_USER_MODE_ONLY, false),
            "UFFD-OPEN-OK",
            s ->
                s.out("flags", 0)
                    .out("fdflags", 0)
                    .fd(1, new DescriptorView(true, 0, 0, 0, DescriptorView.POLLERR)))
        .step(
            new Api(5, 1, Api.VERSION, 0x100, READ_ONLY),
            "UFFD-API-UNWRITABLE",
            s ->
                s.refuses(Errno.EFAULT)
                    .out("api", 0xAA)
                    .out("features", 0x100)
                    .out("ioctls", OutField.UNTOUCHED))
        .step(
            new Api(6, 1, Api.VERSION, 0x100, VALID),
            "UFFD-API-OK",
            s ->
                s.out("api", 0xAA)
                    .out("features", 0x1ffff)
                    .out("ioctls", 0x8000_0000_0000_0003L)
                    .fd(1, new DescriptorView(true, 0, 0, DescriptorView.READY | 0x100, 8)))
        .step(
            new Api(7, 1, 0xAB, 0, VALID),
            "UFFD-API-VERSION",
            s -> s.refuses(Errno.EINVAL).out("api", 0).out("features", 0).out("ioctls", 0))
        .step(
            new Register(8, 0, range(Shape.EMPTY), 8, UNREADABLE),
            "UFFD-REGISTER-UNREADABLE",
            s -> s.refuses(Errno.EFAULT))
        .step(
            new Register(9, 0, range(Shape.WRAPPING), Register.MODE_MINOR, VALID),
            "UFFD-REGISTER-RANGE",
            s -> s.refuses(Errno.EINVAL).out("ioctls", OutField.UNTOUCHED))
        .step(
            new Copy(10, 0, PageRange.of(0, 0, 1), Source.UNALIGNED, 0, READ_ONLY),
            "UFFD-COPY-UNWRITABLE",
            s ->
                s.refuses(Errno.EFAULT)
                    .out("copy", OutField.UNTOUCHED)
                    .page(0, Token.of(10, 0), Token.of(10, 0)))
        .step(
            new Copy(11, 0, PageRange.of(0, 1, 1), Source.WRAPPING, 0, VALID),
            "UFFD-COPY-SOURCE-RANGE",
            s -> s.refuses(Errno.EINVAL).out("copy", OutField.UNTOUCHED))
        .step(
            new Copy(12, 0, PageRange.of(0, 1, 1), Source.UNMAPPED, Copy.MODE_DONTWAKE, VALID),
            "UFFD-COPY-SOURCE-UNMAPPED",
            s -> s.refuses(Errno.EFAULT).out("copy", -14))
        .step(
            new Copy(13, 0, range(Shape.BEYOND_TASK), Source.ZEROS, Copy.MODE_WP, VALID),
            "UFFD-COPY-RANGE",
            s -> s.refuses(Errno.EINVAL).out("copy", OutField.UNTOUCHED))
        .step(new DontNeed(14, PageRange.of(0, 0, 2)), "UFFD-DONTNEED-OK", s -> s.absent(3))
        .step(
            new Copy(15, 0, PageRange.of(0, 0, 2), Source.SECOND_UNMAPPED, 0, VALID),
            "UFFD-COPY-OK",
            s ->
                s.refuses(Errno.EAGAIN).out("copy", 4096).page(0, Token.of(15, 0), Token.of(15, 0)))
        .step(
            new Copy(16, 0, PageRange.of(0, 1, 1), Source.ZEROS, 0, VALID),
            "UFFD-COPY-OK",
            s -> s.out("copy", 4096).page(1, 0, 0))
        .step(new Read(17, 0, 31, true), "UFFD-READ-SHORT", s -> s.refuses(Errno.EINVAL))
        .step(
            new Wake(18, 0, range(Shape.UNALIGNED_START), VALID),
            "UFFD-WAKE-RANGE",
            s -> s.refuses(Errno.EINVAL))
        .step(
            new Unmap(19, range(Shape.UNALIGNED_LENGTH)),
            "UFFD-UNMAP-OK",
            s -> s.areas(0, 0).absent(3));
  }

  /** Two writers of one page wake at once; the kernel chooses who comes last. */
  public static Scenario<UffdCommand> choice() {
    return registered()
        .step(
            new Touch(3, 0, 0, 0, Access.WRITE),
            "UFFD-TOUCH-MISSING",
            s -> s.reply(Reply.BLOCKED).waiters(0, 1, 1))
        .step(
            new Touch(4, 1, 0, 0, Access.WRITE),
            "UFFD-TOUCH-MISSING",
            s -> s.reply(Reply.BLOCKED).waiters(0, 2, 2))
        .choice(
            new Copy(5, 0, PageRange.of(0, 0, 1), Source.TOKENS, 0, VALID),
            "UFFD-COPY-OK",
            s ->
                s.out("copy", 4096)
                    .page(0, Token.of(4, 0), Token.of(5, 0))
                    .finishes(0, 0)
                    .finishes(1, 0)
                    .waiters(0, 0, 0),
            s ->
                s.out("copy", 4096)
                    .page(0, Token.of(3, 0), Token.of(5, 0))
                    .finishes(0, 0)
                    .finishes(1, 0)
                    .waiters(0, 0, 0));
  }

  /** Two regions that touch: the kernel may merge their areas or not. */
  public static Scenario<UffdCommand> merged() {
    return Scenario.userfaultfd()
        .step(new Map(0, 0, 4), "UFFD-MAP-OK", s -> s.areas(0xf, 1))
        .step(new Map(1, 1, 1), "UFFD-MAP-OK", 0x10, s -> s.areas(0x1f, 0x11))
        .step(new Unmap(2, PageRange.of(0, 0, 1)), "UFFD-UNMAP-OK", s -> s.areas(0x1e, 0x12));
  }

  private static PageRange range(Shape shape) {
    return new PageRange(0, 0, 1, shape);
  }
}
