package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.hmm.Misuse;
import org.pageproof.vocabulary.hmm.Misuse.Call;

/** Calls that a mirror does not support. */
final class MisuseRules {
  private MisuseRules() {}

  static List<Rule<HmmState, Misuse>> rules() {
    return new RuleBook<Misuse>("MISUSE", "lib/test_hmm.c, dmirror_fops")
        .rule(
            "BADF",
            "An empty slot is EBADF.",
            (s, c) -> s.device(c.mirror()) == Mirror.CLOSED,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EBADF))
        .rule(
            "UNREADABLE",
            "An argument that cannot be read is EFAULT, even of an unknown ioctl.",
            (s, c) -> c.call() == Call.UNKNOWN_UNREADABLE,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EFAULT))
        .rule(
            "EINVAL",
            "An ioctl with an unknown number, another size or other direction bits is EINVAL, and"
                + " so are read(2) and write(2).",
            (s, c) -> true,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL))
        .rules();
  }
}
