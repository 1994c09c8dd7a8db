package org.pageproof.reports;

import static org.pageproof.vocabulary.userfaultfd.Argument.VALID;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Misuse;
import org.pageproof.vocabulary.userfaultfd.Misuse.Call;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Open.Entry;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.SetNonblocking;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/** Judgements that are true of a Linux kernel: write protection, features and populating. */
public final class ProtectionScenarios {
  private static final int PROTECTED = Pages.PRESENT | Pages.UFFD_WP;
  private static final int MARKER = Pages.SWAPPED | Pages.UFFD_WP;
  private static final long LAST_WORD = AddressPlan.PAGE_SIZE - Long.BYTES;

  private ProtectionScenarios() {}

  /** A descriptor with these features, four pages mapped and registered. */
  public static Scenario<UffdCommand> registered(long features, long mode, long ioctls) {
    return Scenario.userfaultfd()
        .step(
            new Open(0, 0, Entry.SYSCALL, Open.USUAL_FLAGS, false),
            "UFFD-OPEN-OK",
            s ->
                s.out("flags", 0x800)
                    .out("fdflags", 1)
                    .fd(0, new DescriptorView(true, 0, 0, 0, DescriptorView.POLLERR)))
        .step(
            new Api(1, 0, Api.VERSION, features, VALID),
            "UFFD-API-OK",
            s ->
                s.out("api", 0xAA)
                    .out("features", 0x1ffff)
                    .out("ioctls", 0x8000_0000_0000_0003L)
                    .fd(0, new DescriptorView(true, 0, 0, DescriptorView.READY | features, 0)))
        .step(new Map(2, 0, 4), "UFFD-MAP-OK", s -> s.areas(0xf, 1))
        .step(
            new Register(3, 0, PageRange.of(0, 0, 4), mode, VALID),
            "UFFD-REGISTER-OK",
            s ->
                s.out("ioctls", ioctls)
                    .modes(
                        (mode & Register.MODE_MISSING) == 0 ? 0 : 0xf,
                        (mode & Register.MODE_WP) == 0 ? 0 : 0xf));
  }

  /** Pages of a registered area in other modes, until nothing is registered. */
  public static Scenario<UffdCommand> registeredAgain() {
    return registered(0, Register.MODE_MISSING, 0x13c)
        .step(
            new Register(4, 0, PageRange.of(0, 1, 2), Register.MODE_WP, VALID),
            "UFFD-REGISTER-OK",
            s -> s.out("ioctls", 0x17c).areas(0xf, 0xb).modes(0x9, 0x6))
        .step(
            new Register(5, 0, PageRange.of(0, 2, 2), 3, VALID),
            "UFFD-REGISTER-OK",
            s -> s.out("ioctls", 0x17c).areas(0xf, 0x7).modes(0xd, 0xe))
        .step(
            new Unregister(6, 0, PageRange.of(0, 0, 4), VALID),
            "UFFD-UNREGISTER-OK",
            s -> s.areas(0xf, 1).modes(0, 0));
  }

  /** A protected page that a thread waits to write to. */
  public static Scenario<UffdCommand> waiting() {
    return registered(
            Api.FEATURE_THREAD_ID | Api.FEATURE_EXACT_ADDRESS | Api.FEATURE_WP_UNPOPULATED,
            Register.MODE_MISSING | Register.MODE_WP,
            0x17c)
        .step(
            new Copy(4, 0, PageRange.of(0, 0, 1), Source.TOKENS, Copy.MODE_WP, VALID),
            "UFFD-COPY-WP",
            s -> s.out("copy", 4096).page(0, PROTECTED, Token.of(4, 0), Token.of(4, 0)))
        .step(
            new Touch(5, 1, 0, 0, Access.WRITE),
            "UFFD-TOUCH-PROTECTED",
            s -> s.reply(Reply.BLOCKED).waiters(0, 1, 1));
  }

  /** Protection set and ended, with markers where no page is, and messages that say so. */
  public static Scenario<UffdCommand> writeProtected() {
    return waiting()
        .step(
            new Read(6, 0, 32, false),
            "UFFD-READ-OK",
            s -> s.returns(32).message(3, address(0), 1).waiters(0, 1, 0))
        .step(
            new WriteProtect(7, 0, PageRange.of(0, 0, 1), WriteProtect.MODE_DONTWAKE, VALID),
            "UFFD-WRITEPROTECT-END",
            s -> s.page(0, Token.of(4, 0), Token.of(4, 0)))
        .step(
            new Wake(8, 0, PageRange.of(0, 0, 1), VALID),
            "UFFD-WAKE-OK",
            s -> s.page(0, Token.of(5, 0), Token.of(4, 0)).finishes(1, 0).waiters(0, 0, 0))
        .step(
            new WriteProtect(9, 0, PageRange.of(0, 0, 3), WriteProtect.MODE_WP, VALID),
            "UFFD-WRITEPROTECT-OK",
            s ->
                s.page(0, PROTECTED, Token.of(5, 0), Token.of(4, 0))
                    .page(1, MARKER, 0, 0)
                    .page(2, MARKER, 0, 0))
        .step(
            new Touch(10, 2, 0, 1, Access.READ_LAST),
            "UFFD-TOUCH-MISSING",
            s -> s.reply(Reply.BLOCKED).waiters(0, 1, 1))
        .step(
            new Read(11, 0, 32, false),
            "UFFD-READ-OK",
            s -> s.returns(32).message(0, address(1) + LAST_WORD, 2).waiters(0, 1, 0))
        .step(
            new Copy(12, 0, PageRange.of(0, 1, 1), Source.TOKENS, 0, VALID),
            "UFFD-COPY-MARKER",
            s ->
                s.out("copy", 4096)
                    .page(1, Token.of(12, 0), Token.of(12, 0))
                    .finishes(2, Token.of(12, 0))
                    .waiters(0, 0, 0))
        .step(
            new Zeropage(13, 0, PageRange.of(0, 2, 1), 0, VALID),
            "UFFD-ZEROPAGE-EEXIST",
            s -> s.refuses(Errno.EEXIST).out("zeropage", -17))
        .step(
            new WriteProtect(14, 0, PageRange.of(0, 0, 4), 0, VALID),
            "UFFD-WRITEPROTECT-END",
            s -> s.page(0, Token.of(5, 0), Token.of(4, 0)).absent(4))
        .step(
            new WriteProtect(15, 0, PageRange.of(0, 0, 4), 3, VALID),
            "UFFD-WRITEPROTECT-MODE",
            s -> s.refuses(Errno.EINVAL));
  }

  /** madvise(2) that populates, with and without a fault that must be answered. */
  public static Scenario<UffdCommand> populated() {
    return registered(0, Register.MODE_MISSING, 0x13c)
        .step(
            new Touch(4, 0, 0, 0, Access.POPULATE_READ),
            "UFFD-TOUCH-MISSING",
            s -> s.reply(Reply.BLOCKED).waiters(0, 1, 1))
        .step(
            new Zeropage(5, 0, PageRange.of(0, 0, 1), 0, VALID),
            "UFFD-ZEROPAGE-OK",
            s -> s.out("zeropage", 4096).page(0, 0, 0).finishes(0, 0).waiters(0, 0, 0))
        .step(
            new Touch(6, 1, 0, 1, Access.POPULATE_WRITE),
            "UFFD-TOUCH-MISSING",
            s -> s.reply(Reply.BLOCKED).waiters(0, 1, 1))
        .step(
            new Read(7, 0, 32, false),
            "UFFD-READ-OK",
            s -> s.returns(32).message(Message.FLAG_WRITE, address(1), -1).waiters(0, 1, 0))
        .step(
            new Copy(8, 0, PageRange.of(0, 1, 1), Source.TOKENS, 0, VALID),
            "UFFD-COPY-OK",
            s ->
                s.out("copy", 4096)
                    .page(1, Token.of(8, 0), Token.of(8, 0))
                    .finishes(1, 0)
                    .waiters(0, 0, 0))
        .step(new Touch(9, 0, 0, 1, Access.POPULATE_WRITE), "UFFD-TOUCH-PRESENT", s -> s)
        .step(
            new Touch(10, 0, 0, 1, Access.READ_LAST),
            "UFFD-TOUCH-PRESENT",
            s -> s.returns(Token.of(8, 0)))
        .step(
            new Touch(11, 0, 2, 0, Access.POPULATE_READ),
            "UFFD-TOUCH-UNMAPPED",
            s -> s.refuses(Errno.ENOMEM));
  }

  /** Faults that become signals or errors instead of messages. */
  public static Scenario<UffdCommand> signalled() {
    return registered(Api.FEATURE_SIGBUS, Register.MODE_MISSING, 0x13c)
        .step(new Touch(4, 0, 0, 0, Access.READ), "UFFD-TOUCH-SIGBUS", s -> s.reply(Reply.SIGBUS))
        .step(new Touch(5, 1, 0, 0, Access.WRITE), "UFFD-TOUCH-SIGBUS", s -> s.reply(Reply.SIGBUS))
        .step(
            new Touch(6, 0, 0, 3, Access.READ_LAST),
            "UFFD-TOUCH-SIGBUS",
            s -> s.reply(Reply.SIGBUS))
        .step(
            new Touch(7, 0, 0, 0, Access.SYSCALL_READ),
            "UFFD-TOUCH-SIGBUS",
            s -> s.refuses(Errno.EFAULT))
        .step(
            new Touch(8, 0, 0, 0, Access.POPULATE_WRITE),
            "UFFD-TOUCH-SIGBUS",
            s -> s.refuses(Errno.EFAULT))
        .step(
            new Copy(9, 0, PageRange.of(0, 0, 1), Source.TOKENS, 0, VALID),
            "UFFD-COPY-OK",
            s -> s.out("copy", 4096).page(0, Token.of(9, 0), Token.of(9, 0)))
        .step(
            new Touch(10, 0, 0, 0, Access.WRITE),
            "UFFD-TOUCH-PRESENT",
            s -> s.page(0, Token.of(10, 0), Token.of(9, 0)));
  }

  /** O_NONBLOCK taken away and given back, and calls that no descriptor supports. */
  public static Scenario<UffdCommand> unsupported() {
    return Scenarios.registered()
        .step(
            new SetNonblocking(3, 0, false),
            "UFFD-SETFL-OK",
            s -> s.fd(0, new DescriptorView(true, 0, 0, DescriptorView.READY, 8)))
        .step(new SetNonblocking(4, 0, true), "UFFD-SETFL-OK", s -> s.waiters(0, 0, 0))
        .step(new SetNonblocking(5, 1, true), "UFFD-SETFL-CLOSED", s -> s.refuses(Errno.EBADF))
        .step(new Misuse(6, 0, Call.UNKNOWN_IOCTL), "UFFD-MISUSE", s -> s.refuses(Errno.EINVAL))
        .step(new Misuse(7, 0, Call.WRONG_SIZE), "UFFD-MISUSE", s -> s.refuses(Errno.EINVAL))
        .step(new Misuse(8, 0, Call.WRITE), "UFFD-MISUSE", s -> s.refuses(Errno.EBADF))
        .step(new Misuse(9, 0, Call.MMAP), "UFFD-MISUSE", s -> s.refuses(new Errno(19)))
        .step(new Misuse(10, 0, Call.SEEK), "UFFD-MISUSE", s -> s)
        .step(new Misuse(11, 1, Call.SEEK), "UFFD-MISUSE-CLOSED", s -> s.refuses(Errno.EBADF))
        .step(new Misuse(12, 1, Call.MMAP), "UFFD-MISUSE-CLOSED", s -> s.refuses(Errno.EBADF))
        .step(new Misuse(13, 1, Call.DEVICE_IOCTL), "UFFD-MISUSE", s -> s.refuses(Errno.EINVAL));
  }

  private static long address(int page) {
    return Scenario.PLAN.address(page);
  }
}
