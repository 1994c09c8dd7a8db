package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.hmm.HmmKind;
import org.pageproof.vocabulary.hmm.Release;

/** HMM_DMIRROR_RELEASE. */
final class ReleaseRules {
  private ReleaseRules() {}

  static List<Rule<HmmState, Release>> rules() {
    RuleBook<Release> book =
        ArgumentRules.before(
            new RuleBook<>("RELEASE", "lib/test_hmm.c, dmirror_device_remove_chunks(); mm/rmap.c"),
            HmmKind.RELEASE,
            "before 6.1");
    book.only("before 6.15", p -> HmmFacts.of(p).leaksExclusive(), "seen on 6.12.117")
        .defect(
            "HANGS",
            "A page in coherent memory that a device has exclusively is never freed, and the call"
                + " waits for it for ever.",
            (s, c) -> Migration.leaks(s, s.device(c.request().mirror())),
            (s, c, steps) -> Steps.die(steps, s));
    DefectRules.killing(book, c -> c.request().mirror());
    ArgumentRules.struct(book)
        .sinceHugePagesMigrate()
        .rule(
            "HUGE",
            "A huge page in private memory is evicted as one.",
            ArgumentRules.changes(HugeChange.MOVED),
            ArgumentRules::succeed);
    return ArgumentRules.ok(
            book,
            "All pages in the memory of this device, whoever maps them, go back to system memory"
                + " as writable as they were; every mirror loses its entries of them and of the"
                + " page behind each.")
        .rules();
  }
}
