package org.pageproof.sut.worker.hmm;

import java.util.List;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.hmm.Access;
import org.pageproof.vocabulary.hmm.CheckExclusive;
import org.pageproof.vocabulary.hmm.ChildTouch;
import org.pageproof.vocabulary.hmm.Close;
import org.pageproof.vocabulary.hmm.DeviceRead;
import org.pageproof.vocabulary.hmm.DeviceWrite;
import org.pageproof.vocabulary.hmm.DontNeed;
import org.pageproof.vocabulary.hmm.Exclusive;
import org.pageproof.vocabulary.hmm.Fork;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.MigrateToDevice;
import org.pageproof.vocabulary.hmm.MigrateToSystem;
import org.pageproof.vocabulary.hmm.Misuse;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.Reap;
import org.pageproof.vocabulary.hmm.Remap;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.Snapshot;
import org.pageproof.vocabulary.hmm.Touch;
import org.pageproof.vocabulary.hmm.Unmap;

/** Everyday uses of the test driver, which every kernel survives without a warning. */
final class HmmWarmUp {
  private static final AddressPlan PLAN = new AddressPlan(4);
  private static final PageRange ALL = PageRange.of(0, 0, 4);
  private static final Request TWO = Request.of(0, 0, 0, 2);
  private static final AddressPlan HUGE_PLAN = new AddressPlan(4, true);
  private static final Request HUGE = Request.of(0, 0, 0, AddressPlan.HUGE_PAGES);

  private HmmWarmUp() {}

  /** The sequences. */
  static List<CommandSequence<HmmCommand>> sequences() {
    return List.of(migrating(), excluding(), rearranging(), hugePage());
  }

  private static CommandSequence<HmmCommand> sequence(HmmCommand... commands) {
    return new CommandSequence<>(PLAN, List.of(commands));
  }

  /** Pages that go to a device and come back. */
  private static CommandSequence<HmmCommand> migrating() {
    return sequence(
        new Open(0, 0, 0),
        new Map(1, 0, 4, Map.Backing.ANONYMOUS),
        new Touch(2, 0, 0, Access.WRITE),
        new Touch(3, 0, 1, Access.SYSCALL_WRITE),
        new MigrateToDevice(4, TWO),
        new DeviceRead(5, TWO),
        new DeviceWrite(6, TWO),
        new Snapshot(7, TWO),
        new Touch(8, 0, 0, Access.READ),
        new MigrateToSystem(9, TWO),
        new Touch(10, 0, 1, Access.SYSCALL_READ));
  }

  /** Pages that are exclusively a device's for a while, and shared with a child. */
  private static CommandSequence<HmmCommand> excluding() {
    return sequence(
        new Open(0, 0, 0),
        new Map(1, 0, 4, Map.Backing.PRIVATE_FILE),
        new Exclusive(2, TWO),
        new CheckExclusive(3, TWO),
        new Touch(4, 0, 0, Access.READ),
        new Fork(5),
        new ChildTouch(6, 0, 0, false),
        new ChildTouch(7, 0, 1, true),
        new Reap(8),
        new Misuse(9, 0, Misuse.Call.UNKNOWN_IOCTL),
        new Close(10, 0));
  }

  /** Areas that change under a mirror. */
  private static CommandSequence<HmmCommand> rearranging() {
    return sequence(
        new Open(0, 0, 1),
        new Map(1, 0, 4, Map.Backing.SHARED),
        new Map(2, 1, 2, Map.Backing.ANONYMOUS),
        new DeviceWrite(3, Request.of(0, 0, 0, 4)),
        new Protect(4, PageRange.of(0, 1, 1), Protect.Protection.READ),
        new Protect(5, PageRange.of(0, 2, 1), Protect.Protection.NONE),
        new DeviceRead(6, Request.of(0, 0, 0, 4)),
        new Remap(7, PageRange.of(1, 0, 2), 2),
        new DontNeed(8, ALL),
        new Unmap(9, PageRange.of(0, 1, 1)));
  }

  /** A huge page that goes to a device and comes back; each step takes milliseconds. */
  private static CommandSequence<HmmCommand> hugePage() {
    return new CommandSequence<>(
        HUGE_PLAN,
        List.of(
            new Open(0, 0, 0),
            new Map(1, 0, AddressPlan.HUGE_PAGES, Map.Backing.ANONYMOUS),
            new Touch(2, 0, 3, Access.WRITE),
            new MigrateToDevice(3, HUGE),
            new Touch(4, 0, 0, Access.READ)));
  }
}
