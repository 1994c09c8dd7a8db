package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.SetFlags;

/** HMM_DMIRROR_FLAGS. */
final class FlagsRules {
  private FlagsRules() {}

  static List<Rule<HmmState, SetFlags>> rules() {
    return new RuleBook<SetFlags>("FLAGS", "lib/test_hmm.c, dmirror_fops_unlocked_ioctl()")
        .rule(
            "BADF",
            "An empty slot is EBADF.",
            (s, c) -> s.device(c.mirror()) == Mirror.CLOSED,
            (s, c, steps) -> Steps.flags(steps, s, Reply.refused(Errno.EBADF)))
        .quirk(
            "RANGE",
            "The flags are checked as the number of pages that they are passed as: 0, and what"
                + " wraps around when it is shifted by 12, is EINVAL.",
            (s, c) -> isEmpty(s, c),
            (s, c, steps) -> Steps.flags(steps, s, Reply.refused(Errno.EINVAL)))
        .only("before 6.19", p -> !p.driver().hasFlags(), "seen on 6.12.117")
        .rule(
            "UNKNOWN",
            "A driver that does not have the ioctl answers EINVAL.",
            (s, c) -> true,
            (s, c, steps) -> Steps.flags(steps, s, Reply.refused(Errno.EINVAL)))
        .rule(
            "OK",
            "The flags are those of this open alone; unknown ones are accepted, and without"
                + " FAIL_ALLOC it is cleared.",
            (s, c) -> true,
            (s, c, steps) -> Steps.flags(steps, set(s, c), Reply.ZERO))
        .rules();
  }

  private static boolean isEmpty(HmmState state, SetFlags command) {
    long start = state.plan().address(0);
    return Long.compareUnsigned(start, start + (command.value() << 12)) >= 0;
  }

  private static HmmState set(HmmState state, SetFlags command) {
    Draft draft = new Draft(state);
    boolean failing = (command.value() & SetFlags.FAIL_ALLOC) != 0;
    draft.setMirror(command.mirror(), draft.mirror(command.mirror()).withFailing(failing));
    return draft.build();
  }
}
