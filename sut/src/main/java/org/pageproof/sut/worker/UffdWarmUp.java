package org.pageproof.sut.worker;

import java.util.List;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.ChildWrite;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.DontNeed;
import org.pageproof.vocabulary.userfaultfd.Fork;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Misuse;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.Poll;
import org.pageproof.vocabulary.userfaultfd.Protect;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Reap;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Remap;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.Unregister;
import org.pageproof.vocabulary.userfaultfd.Wake;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/**
 * Everyday uses of userfaultfd, which every kernel survives: a worker executes them before it is
 * stored in a snapshot, so that it is stored with its classes loaded and its code compiled.
 */
final class UffdWarmUp {
  private static final AddressPlan PLAN = new AddressPlan(4);
  private static final PageRange ALL = PageRange.of(0, 0, 4);
  private static final int MESSAGE_BYTES = 32;

  private UffdWarmUp() {}

  /** The sequences. */
  static List<CommandSequence<UffdCommand>> sequences() {
    return List.of(blocking(), protecting(), rearranging(), forking(), misusing());
  }

  private static CommandSequence<UffdCommand> sequence(UffdCommand... commands) {
    return new CommandSequence<>(PLAN, List.of(commands));
  }

  private static Open open() {
    return new Open(0, 0, Open.Entry.SYSCALL, Open.USUAL_FLAGS, false);
  }

  private static Api api() {
    return new Api(1, 0, Api.VERSION, 0, Argument.VALID);
  }

  /** Touches that block, and what ends them. */
  private static CommandSequence<UffdCommand> blocking() {
    return sequence(
        open(),
        api(),
        new Map(2, 0, 4),
        new Register(3, 0, ALL, Register.MODE_MISSING, Argument.VALID),
        new Touch(4, 0, 0, 0, Access.READ),
        new Touch(5, 1, 0, 1, Access.WRITE),
        new Touch(6, 2, 0, 2, Access.SYSCALL_READ),
        new Poll(7, 0),
        new Read(8, 0, MESSAGE_BYTES, false),
        new Copy(9, 0, PageRange.of(0, 0, 1), Source.TOKENS, 0, Argument.VALID),
        new Zeropage(10, 0, PageRange.of(0, 1, 1), 0, Argument.VALID),
        new Wake(11, 0, ALL, Argument.VALID),
        new Touch(12, 0, 0, 0, Access.POPULATE_WRITE),
        new Unregister(13, 0, ALL, Argument.VALID),
        new Close(14, 0));
  }

  /** Write protection, refused before 5.7. */
  private static CommandSequence<UffdCommand> protecting() {
    return sequence(
        open(),
        api(),
        new Map(2, 0, 4),
        new Register(3, 0, ALL, Register.MODE_MISSING | Register.MODE_WP, Argument.VALID),
        new Copy(4, 0, ALL, Source.TOKENS, Copy.MODE_WP, Argument.VALID),
        new Touch(5, 0, 0, 1, Access.SYSCALL_WRITE),
        new WriteProtect(6, 0, PageRange.of(0, 0, 2), 0, Argument.VALID),
        new WriteProtect(7, 0, ALL, WriteProtect.MODE_WP, Argument.VALID),
        new DontNeed(8, PageRange.of(0, 2, 1)));
  }

  /** Areas that change under a registration. */
  private static CommandSequence<UffdCommand> rearranging() {
    return sequence(
        open(),
        api(),
        new Map(2, 0, 4),
        new Map(3, 1, 2),
        new Register(4, 0, ALL, Register.MODE_MISSING, Argument.VALID),
        new Protect(5, PageRange.of(1, 0, 1), Protect.Protection.READ),
        new Remap(6, PageRange.of(0, 0, 2), 2, 2),
        new Unmap(7, PageRange.of(1, 0, 1)));
  }

  /** A child with the same descriptor. */
  private static CommandSequence<UffdCommand> forking() {
    return sequence(
        open(),
        api(),
        new Map(2, 0, 2),
        new Touch(3, 0, 0, 0, Access.WRITE),
        new Fork(4),
        new ChildWrite(5, 0, 0),
        new Reap(6));
  }

  /** What a descriptor is not made for, which is refused. */
  private static CommandSequence<UffdCommand> misusing() {
    return sequence(
        open(),
        api(),
        new Misuse(2, 0, Misuse.Call.UNKNOWN_IOCTL),
        new Misuse(3, 0, Misuse.Call.WRONG_SIZE),
        new Misuse(4, 0, Misuse.Call.WRITE),
        new Misuse(5, 0, Misuse.Call.MMAP),
        new Misuse(6, 0, Misuse.Call.SEEK),
        new Misuse(7, 0, Misuse.Call.DEVICE_IOCTL));
  }
}
