package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.hmm.Snapshot;

/** HMM_DMIRROR_SNAPSHOT. */
final class SnapshotRules {
  private SnapshotRules() {}

  static List<Rule<HmmState, Snapshot>> rules() {
    RuleBook<Snapshot> book =
        ArgumentRules.before(
            new RuleBook<>("SNAPSHOT", "lib/test_hmm.c, dmirror_snapshot(); mm/hmm.c"));
    ArgumentRules.buffer(book);
    return ArgumentRules.after(
            book,
            "A byte for each page tells what the CPU's entry allows a device, and on which device"
                + " the page lies; nothing is faulted in, and what is not mapped is no error.")
        .rules();
  }
}
