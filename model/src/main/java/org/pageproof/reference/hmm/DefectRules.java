package org.pageproof.reference.hmm;

import java.util.Optional;
import java.util.function.ToIntFunction;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.reference.hmm.Outcome.Result;
import org.pageproof.verdict.Leeway;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.HmmKind;
import org.pageproof.vocabulary.hmm.MirrorIoctl;
import org.pageproof.vocabulary.hmm.Request.Buffer;

/** What READ, WRITE and the migrations are known to do wrong. */
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
        DefectRules::corrupt);
  }

  /** Memory that may be anybody's was written: nothing that follows is promised. */
  private static <C extends MirrorIoctl> void corrupt(
      HmmState state, C command, AllowedSteps<HmmState> steps) {
    answer(steps, state.execution(command).actual(), command, Leeway.REPLY);
    Steps.die(steps, state);
  }

  /** What the outcome of a body leads to. */
  private static <C extends MirrorIoctl> void answer(
      AllowedSteps<HmmState> steps, Outcome outcome, C command, Leeway leeway) {
    Buffer buffer = command.request().buffer();
    Optional<Errno> refusal = refusal(outcome.result(), command.kind());
    if (refusal.isPresent()) {
      Steps.refuse(steps, outcome, command, refusal.get(), leeway);
    } else if (command.fillsBuffer() && (buffer == Buffer.BAD || buffer == Buffer.READ_ONLY)) {
      Steps.refuse(steps, outcome, command, Errno.EFAULT, leeway);
    } else if (buffer == Buffer.STRUCT_READ_ONLY) {
      Steps.refuseAfter(steps, outcome, command, leeway);
    } else {
      Steps.succeed(steps, outcome, command, leeway);
    }
  }

  private static Optional<Errno> refusal(Result result, HmmKind kind) {
    boolean migrates = kind == HmmKind.TODEV || kind == HmmKind.TOSYS;
    return switch (result) {
      case OK -> Optional.empty();
      case READ_ONLY -> Optional.of(Errno.EPERM);
      case NO_ENTRY -> Optional.of(Errno.ENOENT);
      case NO_MEMORY -> Optional.of(migrates ? Errno.ENOMEM : Errno.EFAULT);
      default -> Optional.of(migrates ? Errno.EINVAL : Errno.EFAULT);
    };
  }

  /** A huge page that two processes map is not taken from both. */
  static <C extends MirrorIoctl> RuleBook<C> leavingHuge(RuleBook<C> book) {
    return book.sinceHugePagesMigrate()
        .defect(
            "LEAVES-HUGE",
            "A huge page that another process maps by one entry, and for which there is no huge page"
                + " where it migrates to, is split in the process that migrates it alone: the other"
                + " one waits for it for ever, or maps by the one entry a small page and what lies"
                + " behind it, which is anybody's.",
            (s, c) -> s.execution(c).actual().corrupted(),
            DefectRules::corrupt);
  }

  /** The kernel warns though nothing is wrong. */
  static <C extends MirrorIoctl> RuleBook<C> complaining(RuleBook<C> book) {
    return book.sinceHugePagesMigrate()
        .defect(
            "COMPLAINS",
            "The kernel warns when a huge page or an aligned hole of its size is to migrate to"
                + " coherent memory, which has no huge pages; small ones go there instead. But"
                + " where the memory was released before, by whomever, and not used since, the huge"
                + " page goes there, and there is no memory for small ones any more.",
            (s, c) -> s.execution(c).actual().warned(),
            (s, c, steps) -> {
              Outcome outcome = s.execution(c).actual();
              answer(steps, outcome, c, Leeway.NONE);
              if (outcome.taint() != 0) { // a kernel that warned before is tainted already
                answer(steps, outcome.withoutTaint(), c, Leeway.NONE);
              }
              answer(steps, Execution.onFreshMemory(s, c.request()), c, Leeway.ENDS);
            });
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
