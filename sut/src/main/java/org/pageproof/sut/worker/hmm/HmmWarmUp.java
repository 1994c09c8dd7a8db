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
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.Reap;
import org.pageproof.vocabulary.hmm.Remap;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.Snapshot;
import org.pageproof.vocabulary.hmm.Touch;
import org.pageproof.vocabulary.hmm.Unmap;

/** Everyday uses of the HMM test driver, which every kernel survives. */
final class HmmWarmUp {
  private static final AddressPlan PLAN = new AddressPlan(4);
  private static final PageRange ALL = PageRange.of(0, 0, 4);
  private static final Request REQUEST = Request.of(0, 0, 0, 4);

  private HmmWarmUp() {}

  /** The sequences. */
  static List<CommandSequence<HmmCommand>> sequences() {
    return List.of(migrating(), excluding(), rearranging(), forking());
  }

  private static CommandSequence<HmmCommand> sequence(HmmCommand... commands) {
    return new CommandSequence<>(PLAN, List.of(commands));
  }

  private static Open open() {
    return new Open(0, 0, 0);
  }

  private static Map map() {
    return new Map(1, 0, 4, Map.Backing.ANONYMOUS);
  }

  /** Pages are written by the CPU before they migrate: on 7.2 the device could not write others. */
  private static CommandSequence<HmmCommand> migrating() {
    return sequence(
        open(),
        map(),
        new Touch(2, 0, 0, Access.WRITE),
        new Touch(3, 0, 1, Access.SYSCALL_WRITE),
        new MigrateToDevice(4, Request.of(0, 0, 0, 2)),
        new Snapshot(5, REQUEST),
        new DeviceWrite(6, Request.of(0, 0, 0, 2)),
        new DeviceRead(7, Request.of(0, 0, 0, 2)),
        new Touch(8, 0, 0, Access.READ),
        new Touch(9, 0, 1, Access.SYSCALL_READ),
        new DeviceRead(10, REQUEST),
        new MigrateToSystem(11, REQUEST),
        new Close(12, 0));
  }

  private static CommandSequence<HmmCommand> excluding() {
    return sequence(
        open(),
        map(),
        new Exclusive(2, REQUEST),
        new CheckExclusive(3, REQUEST),
        new Touch(4, 0, 0, Access.WRITE),
        new CheckExclusive(5, REQUEST));
  }

  private static CommandSequence<HmmCommand> rearranging() {
    return sequence(
        open(),
        map(),
        new DeviceWrite(2, REQUEST),
        new Protect(3, PageRange.of(0, 2, 1), Protect.Protection.READ),
        new Remap(4, PageRange.of(0, 0, 2), 2),
        new DontNeed(5, ALL),
        new Unmap(6, ALL),
        new Map(7, 0, 4, Map.Backing.PRIVATE_FILE),
        new Touch(8, 0, 0, Access.READ),
        new Map(9, 1, 4, Map.Backing.SHARED),
        new Touch(10, 1, 0, Access.WRITE));
  }

  private static CommandSequence<HmmCommand> forking() {
    return sequence(
        open(),
        map(),
        new Touch(2, 0, 0, Access.WRITE),
        new Fork(3),
        new ChildTouch(4, 0, 0, true),
        new ChildTouch(5, 0, 1, false),
        new Reap(6));
  }
}
