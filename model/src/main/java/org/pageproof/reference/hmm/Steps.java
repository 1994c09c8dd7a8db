package org.pageproof.reference.hmm;

import java.util.Collections;
import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.verdict.Leeway;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.hmm.MirrorIoctl;
import org.pageproof.vocabulary.hmm.Request.Buffer;

/** The shapes of steps that the rules of several commands share. */
final class Steps {
  /** The taint of a kernel warning. */
  static final long TAINT_WARN = 512;

  private static final List<OutField> UNTOUCHED =
      List.of(OutField.untouched("cpages"), OutField.untouched("faults"));

  private Steps() {}

  /** The command is not executed. */
  static void withhold(AllowedSteps<HmmState> steps, HmmState state, Withholding reason) {
    go(steps, state, new Reply.Withheld(reason));
  }

  /** The call returns 0. */
  static void succeed(AllowedSteps<HmmState> steps, HmmState next) {
    go(steps, next, Reply.ZERO);
  }

  /**
   * The call returns 0, but what follows is unknown.
   *
   * @param seen the state that is seen
   * @param next a state that can be gone on with, though nothing is judged by it
   */
  static void succeedLast(AllowedSteps<HmmState> steps, HmmState seen, HmmState next) {
    steps.add(seen(seen, Reply.ZERO, List.of(), List.of(), 0), Leeway.ENDS, next);
  }

  /** The call is refused. */
  static void refuse(AllowedSteps<HmmState> steps, HmmState next, Errno errno) {
    go(steps, next, Reply.refused(errno));
  }

  /** A step of a command without out-fields. */
  static void go(AllowedSteps<HmmState> steps, HmmState next, Reply reply) {
    steps.add(seen(next, reply, List.of(), List.of(), 0), Leeway.NONE, next);
  }

  /** A step that changes areas. */
  static void areas(AllowedSteps<HmmState> steps, HmmState next, Areas areas, Reply reply) {
    Leeway leeway = new Leeway(areas.optionalStarts(), 0, 0);
    steps.add(seen(next, reply, List.of(), List.of(), 0), leeway, next);
  }

  /** SetFlags: the out-fields are there, but no buffer. */
  static void flags(AllowedSteps<HmmState> steps, HmmState next, Reply reply) {
    boolean done = reply.equals(Reply.ZERO);
    steps.add(seen(next, reply, done ? fields(0, 0) : UNTOUCHED, List.of(), 0), Leeway.NONE, next);
  }

  /** An ioctl is refused: its out-fields and the buffer are as they were. */
  static void refuse(AllowedSteps<HmmState> steps, HmmState next, MirrorIoctl ioctl, Errno errno) {
    refuse(steps, next, ioctl, errno, 0);
  }

  /** An ioctl is refused, and the kernel is tainted. */
  static void refuse(
      AllowedSteps<HmmState> steps, HmmState next, MirrorIoctl ioctl, Errno errno, long taint) {
    Observation seen = seen(next, Reply.refused(errno), out(ioctl), untouched(ioctl), taint);
    steps.add(seen, Leeway.NONE, next);
  }

  /** An ioctl is refused after it did more than it may. */
  static void refuse(
      AllowedSteps<HmmState> steps,
      Outcome outcome,
      MirrorIoctl ioctl,
      Errno errno,
      Leeway leeway) {
    HmmState next = outcome.next();
    Observation seen =
        seen(next, Reply.refused(errno), out(ioctl), untouched(ioctl), outcome.taint());
    steps.add(seen, leeway, next);
  }

  /** An ioctl succeeds, but its struct cannot be written: the buffer is filled. */
  static void refuseAfter(
      AllowedSteps<HmmState> steps, Outcome outcome, MirrorIoctl ioctl, Leeway leeway) {
    Observation seen =
        seen(
            outcome.next(),
            Reply.refused(Errno.EFAULT),
            UNTOUCHED,
            filled(outcome, ioctl),
            outcome.taint());
    steps.add(seen, leeway, outcome.next());
  }

  /** An ioctl succeeds. */
  static void succeed(
      AllowedSteps<HmmState> steps, Outcome outcome, MirrorIoctl ioctl, Leeway leeway) {
    Observation seen =
        seen(
            outcome.next(),
            Reply.ZERO,
            fields(outcome.cpages(), outcome.faults()),
            filled(outcome, ioctl),
            outcome.taint());
    steps.add(seen, leeway, outcome.next());
  }

  /** The kernel dies of it. */
  static void die(AllowedSteps<HmmState> steps, HmmState state) {
    Reply died = new Reply.Died("the kernel died");
    steps.add(seen(state, died, List.of(), List.of(), 0), Leeway.REPLY, state);
  }

  private static List<OutField> fields(long cpages, long faults) {
    return List.of(new OutField("cpages", cpages), new OutField("faults", faults));
  }

  private static List<OutField> out(MirrorIoctl ioctl) {
    return ioctl.request().buffer() == Buffer.STRUCT_UNREADABLE ? List.of() : UNTOUCHED;
  }

  private static boolean isSeen(MirrorIoctl ioctl) {
    return ioctl.fillsBuffer() && ioctl.request().buffer().isWritable();
  }

  private static List<PageWords> untouched(MirrorIoctl ioctl) {
    return isSeen(ioctl)
        ? Collections.nCopies(ioctl.request().count(), PageWords.UNTOUCHED)
        : List.of();
  }

  private static List<PageWords> filled(Outcome outcome, MirrorIoctl ioctl) {
    return isSeen(ioctl) ? outcome.data() : List.of();
  }

  private static Observation seen(
      HmmState state, Reply reply, List<OutField> out, List<PageWords> data, long taint) {
    return Observation.ofMirrors(
        reply,
        out,
        data,
        state.pages(),
        state.layout(),
        state.childPages(),
        state.mirrorView(),
        taint);
  }
}
