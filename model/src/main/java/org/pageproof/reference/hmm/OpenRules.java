package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.hmm.Open;

/** open(2) of a device. */
final class OpenRules {
  private OpenRules() {}

  static List<Rule<HmmState, Open>> rules() {
    return new RuleBook<Open>("OPEN", "lib/test_hmm.c, dmirror_fops_open()")
        .withheld(
            "SLOT-IN-USE",
            "An open into a slot that is in use is not executed.",
            (s, c) -> s.device(c.mirror()) != Mirror.CLOSED,
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.SLOT_IN_USE))
        .rule(
            "ENOENT",
            "There is no node of a device that does not exist: coherent memory has to be given to"
                + " the driver.",
            (s, c) -> c.device() >= s.facts().driver().devices(),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.ENOENT))
        .rule(
            "OK",
            "The new mirror has no entries.",
            (s, c) -> true,
            (s, c, steps) -> Steps.succeed(steps, open(s, c)))
        .rules();
  }

  private static HmmState open(HmmState state, Open command) {
    Draft draft = new Draft(state);
    draft.setMirror(command.mirror(), Mirror.opened(command.device(), state.plan().arenaPages()));
    return draft.build();
  }
}
