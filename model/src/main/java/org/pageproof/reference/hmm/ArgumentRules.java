package org.pageproof.reference.hmm;

import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.verdict.Leeway;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.hmm.HmmKind;
import org.pageproof.vocabulary.hmm.IoctlNumbers;
import org.pageproof.vocabulary.hmm.MirrorIoctl;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.Request.Buffer;

/** The checks before and after the body of every ioctl. dmirror_fops_unlocked_ioctl(). */
final class ArgumentRules {
  private ArgumentRules() {}

  /** What is refused before the body. */
  static <C extends MirrorIoctl> RuleBook<C> before(RuleBook<C> book) {
    return book.rule(
            "BADF",
            "An empty slot is EBADF.",
            (s, c) -> s.device(c.request().mirror()) == Mirror.CLOSED,
            (s, c, steps) -> Steps.refuse(steps, s, c, Errno.EBADF))
        .rule(
            "UNREADABLE",
            "An argument that cannot be read is EFAULT, before its contents are checked.",
            (s, c) -> c.request().buffer() == Buffer.STRUCT_UNREADABLE,
            (s, c, steps) -> Steps.refuse(steps, s, c, Errno.EFAULT))
        .rule(
            "UNALIGNED",
            "An address that is not page aligned is EINVAL.",
            (s, c) -> c.request().shape() == Request.Shape.UNALIGNED,
            (s, c, steps) -> Steps.refuse(steps, s, c, Errno.EINVAL))
        .quirk(
            "RANGE",
            "An end that is not behind the start, computed without the upper 12 bits of npages, is"
                + " EINVAL.",
            (s, c) -> isEmpty(c.request(), s),
            (s, c, steps) -> Steps.refuse(steps, s, c, Errno.EINVAL));
  }

  /** As {@link #before}, for an ioctl that came later than the driver. */
  static <C extends MirrorIoctl> RuleBook<C> before(
      RuleBook<C> book, HmmKind kind, String earlier) {
    return before(book)
        .only(earlier, p -> isUnknown(kind, p), "")
        .rule(
            "UNKNOWN",
            "A driver that does not have the ioctl answers EINVAL.",
            (s, c) -> true,
            (s, c, steps) -> Steps.refuse(steps, s, c, Errno.EINVAL));
  }

  private static boolean isUnknown(HmmKind kind, Profile profile) {
    return IoctlNumbers.number(kind, profile.driver()) == IoctlNumbers.UNKNOWN;
  }

  /** npages is only used shifted by 12, so its upper bits vanish. */
  private static boolean isEmpty(Request request, HmmState state) {
    long start = request.address(state.plan());
    return Long.compareUnsigned(start, start + (request.npages() << 12)) >= 0;
  }

  /** What is left to check after a body that succeeded. */
  static <C extends MirrorIoctl> RuleBook<C> after(RuleBook<C> book, String sentence) {
    return ok(struct(book), sentence);
  }

  /** What else there is. */
  static <C extends MirrorIoctl> RuleBook<C> ok(RuleBook<C> book, String sentence) {
    return book.rule("OK", sentence, (s, c) -> true, ArgumentRules::succeed);
  }

  /** An argument that cannot be written, after a body that succeeded. */
  static <C extends MirrorIoctl> RuleBook<C> struct(RuleBook<C> book) {
    return book.rule(
        "STRUCT",
        "An argument that cannot be written is EFAULT, after all has happened.",
        (s, c) -> c.request().buffer() == Buffer.STRUCT_READ_ONLY,
        (s, c, steps) -> Steps.refuseAfter(steps, s.execution(c).promised(), c, Leeway.NONE));
  }

  /** Whether the body does something to a huge page. */
  static <C extends MirrorIoctl> Rule.Condition<HmmState, C> changes(HugeChange change) {
    return (s, c) -> s.plan().huge() && change.happens(s, s.execution(c).promised().next());
  }

  /** Succeeds with the effects of the body. */
  static <C extends MirrorIoctl> void succeed(
      HmmState state, C command, AllowedSteps<HmmState> steps) {
    Steps.succeed(steps, state.execution(command).promised(), command, Leeway.NONE);
  }

  /** A buffer that cannot be written, after all has happened. */
  static <C extends MirrorIoctl> RuleBook<C> buffer(RuleBook<C> book) {
    return book.rule(
        "BUFFER",
        "A buffer that cannot be written is EFAULT, after all has happened.",
        (s, c) -> c.request().buffer() == Buffer.BAD || c.request().buffer() == Buffer.READ_ONLY,
        (s, c, steps) -> Steps.refuse(steps, s.execution(c).promised().next(), c, Errno.EFAULT));
  }

  /** Whether the body ends like this. */
  static <C extends MirrorIoctl> Rule.Condition<HmmState, C> ends(Outcome.Result result) {
    return (s, c) -> s.execution(c).promised().result() == result;
  }

  /** Refuses with the effects of the body. */
  static <C extends MirrorIoctl> Rule.Effect<HmmState, C> refusal(Errno errno) {
    return (s, c, steps) -> Steps.refuse(steps, s.execution(c).promised().next(), c, errno);
  }
}
