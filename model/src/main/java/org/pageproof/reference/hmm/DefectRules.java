package org.pageproof.reference.hmm;

import java.util.function.ToIntFunction;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.reference.hmm.Outcome.Result;
import org.pageproof.verdict.Leeway;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.MirrorIoctl;
import org.pageproof.vocabulary.hmm.Request.Buffer;

/** What READ, WRITE and MIGRATE_TO_DEV are known to do wrong. */
final class DefectRules {
  private DefectRules() {}

  /** The kernel reads or writes memory of a device that has no address. */
  static <C extends MirrorIoctl> RuleBook<C> oops(RuleBook<C> book, String sentence) {
    return book.defect(
        "OOPS", sentence, actually(Result.DIED), (s, c, steps) -> Steps.die(steps, s));
  }

  /** Freed memory is read. */
  static <C extends MirrorIoctl> RuleBook<C> stale(RuleBook<C> book) {
    return book.defect(
        "STALE",
        "A page that another open of the device migrated is read where it was before: freed memory,"
            + " with whatever it holds.",
        actually(Result.STALE),
        DefectRules::readFreed);
  }

  private static <C extends MirrorIoctl> void readFreed(
      HmmState state, C command, AllowedSteps<HmmState> steps) {
    Outcome outcome = state.execution(command).actual();
    if (command.request().buffer() == Buffer.STRUCT_READ_ONLY) {
      Steps.refuseAfter(steps, outcome, command, Leeway.DATA);
    } else {
      Steps.succeed(steps, outcome, command, Leeway.DATA);
    }
    Steps.die(steps, state);
  }

  /** Freed memory is written. */
  static <C extends MirrorIoctl> RuleBook<C> corrupting(RuleBook<C> book) {
    return book.defect(
        "CORRUPTS",
        "A page that another open of the device migrated is written where it was before: freed"
            + " memory, which may be anybody's by now. That a later page is refused comes too late.",
        (s, c) -> s.execution(c).actual().corrupted(),
        DefectRules::writeFreed);
  }

  private static <C extends MirrorIoctl> void writeFreed(
      HmmState state, C command, AllowedSteps<HmmState> steps) {
    Outcome outcome = state.execution(command).actual();
    if (outcome.result() != Result.OK) {
      Errno errno = outcome.result() == Result.READ_ONLY ? Errno.EPERM : Errno.EFAULT;
      Steps.refuse(steps, outcome, command, errno, Leeway.REPLY);
    } else if (command.request().buffer() == Buffer.STRUCT_READ_ONLY) {
      Steps.refuseAfter(steps, outcome, command, Leeway.REPLY);
    } else {
      Steps.succeed(steps, outcome, command, Leeway.REPLY);
    }
    Steps.die(steps, state);
  }

  /** The kernel warns, and refuses what it should do. */
  static <C extends MirrorIoctl> RuleBook<C> warning(RuleBook<C> book) {
    return book.defect(
        "WARNS",
        "A page on the device whose entry is read-only is not made writable: the kernel warns and"
            + " answers EFAULT, also where EPERM is due.",
        actually(Result.WARNED),
        (s, c, steps) -> {
          Outcome outcome = s.execution(c).actual();
          Steps.refuse(steps, outcome.next(), c, Errno.EFAULT, outcome.taint());
          if (outcome.taint() != 0) { // a kernel that warned before the sequence is tainted already
            Steps.refuse(steps, outcome.next(), c, Errno.EFAULT, 0);
          }
        });
  }

  /**
   * The kernel dies when it evicts the memory of a device.
   *
   * @param mirror the mirror of the device that a command evicts
   */
  static <C extends HmmCommand> void killing(RuleBook<C> book, ToIntFunction<C> mirror) {
    book.sinceHugePagesMigrate()
        .defect(
            "KILLS",
            "What was a huge page until it was split in private memory cannot be evicted while its"
                + " first page is there: the copy of a folio of no pages never ends, and overwrites"
                + " all memory.",
            (s, c) -> HugeMigration.killsWhenEvicted(s, s.device(mirror.applyAsInt(c))),
            (s, c, steps) -> Steps.die(steps, s));
  }

  private static <C extends MirrorIoctl> Rule.Condition<HmmState, C> actually(Result result) {
    return (s, c) -> s.execution(c).actual().result() == result;
  }
}
