package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.reference.hmm.Outcome.Result;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.hmm.CheckExclusive;
import org.pageproof.vocabulary.hmm.HmmKind;

/** HMM_DMIRROR_CHECK_EXCLUSIVE. */
final class CheckRules {
  private CheckRules() {}

  static List<Rule<HmmState, CheckExclusive>> rules() {
    RuleBook<CheckExclusive> book =
        ArgumentRules.before(
            new RuleBook<>("CHECK", "lib/test_hmm.c, dmirror_check_atomic()"),
            HmmKind.CHECK,
            "before 5.14");
    book.rule(
        "EPERM",
        "A page that this mirror has exclusively is EPERM.",
        ArgumentRules.ends(Result.EXCLUSIVE),
        ArgumentRules.refusal(Errno.EPERM));
    return ArgumentRules.after(
            book,
            "It looks at the mirror's entries alone: holes, protections and other mirrors do not"
                + " matter.")
        .rules();
  }
}
