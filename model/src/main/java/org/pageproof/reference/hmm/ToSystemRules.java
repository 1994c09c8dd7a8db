package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.reference.hmm.Outcome.Result;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.hmm.HmmKind;
import org.pageproof.vocabulary.hmm.MigrateToSystem;

/** HMM_DMIRROR_MIGRATE_TO_SYS. */
final class ToSystemRules {
  private ToSystemRules() {}

  static List<Rule<HmmState, MigrateToSystem>> rules() {
    RuleBook<MigrateToSystem> book =
        ArgumentRules.before(
            new RuleBook<>(
                "TOSYS", "lib/test_hmm.c, dmirror_migrate_to_system(); mm/migrate_device.c"),
            HmmKind.TOSYS,
            "before 6.0");
    DefectRules.leavingHuge(book)
        .rule(
            "AREA",
            "A chunk that begins where nothing is mapped or PROT_READ is missing is EINVAL; chunks"
                + " before it have been migrated.",
            ArgumentRules.ends(Result.UNMAPPED),
            ArgumentRules.refusal(Errno.EINVAL))
        .only("from 6.19", p -> p.driver().hasFlags(), "seen on 7.2.13")
        .rule(
            "NO-MEMORY",
            "A failing allocation is ENOMEM, and the chunk stays where it was.",
            ArgumentRules.ends(Result.NO_MEMORY),
            ArgumentRules.refusal(Errno.ENOMEM));
    ArgumentRules.struct(book)
        .sinceHugePagesMigrate()
        .quirk(
            "HUGE",
            "A huge page comes back as one, and cpages counts it once.",
            ArgumentRules.changes(HugeChange.MOVED),
            ArgumentRules::succeed)
        .quirk(
            "CUT",
            "A huge page of which only a part comes back, or for which there is no huge page, is"
                + " split; before 6.19 also one of the system, that does not migrate.",
            ArgumentRules.changes(HugeChange.CUT),
            ArgumentRules::succeed)
        .sinceHugePagesMigrate()
        .quirk(
            "SPLITS",
            "A large folio on the device that is mapped page by page is split when one of its pages"
                + " comes back.",
            ArgumentRules.changes(HugeChange.FOLIO_SPLIT),
            ArgumentRules::succeed);
    return ArgumentRules.ok(
            book,
            "Pages in the memory of this device come back as writable as they were, and cpages"
                + " counts them; others stay.")
        .rules();
  }
}
