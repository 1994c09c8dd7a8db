package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.reference.hmm.Outcome.Result;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.hmm.MigrateToDevice;

/** HMM_DMIRROR_MIGRATE_TO_DEV. */
final class ToDeviceRules {
  private ToDeviceRules() {}

  static List<Rule<HmmState, MigrateToDevice>> rules() {
    RuleBook<MigrateToDevice> book =
        ArgumentRules.before(
            new RuleBook<>(
                "TODEV", "lib/test_hmm.c, dmirror_migrate_to_device(); mm/migrate_device.c"));
    DefectRules.oops(
        book, "An entry of the device's own page that was left by a fault kills the kernel too.");
    DefectRules.leavingHuge(book);
    DefectRules.stale(book);
    DefectRules.complaining(book);
    book.rule(
            "AREA",
            "A chunk that begins where nothing is mapped or PROT_READ is missing is EINVAL; chunks"
                + " before it have been migrated.",
            ArgumentRules.ends(Result.UNMAPPED),
            ArgumentRules.refusal(Errno.EINVAL))
        .quirk(
            "ENOENT",
            "A page that the mirror then has no entry of is ENOENT; what could be migrated has"
                + " been, and nothing tells which.",
            ArgumentRules.ends(Result.NO_ENTRY),
            ArgumentRules.refusal(Errno.ENOENT));
    ArgumentRules.buffer(book);
    ArgumentRules.struct(book)
        .sinceHugePagesMigrate()
        .rule(
            "HUGE",
            "A huge page that a chunk covers migrates as one; so does an aligned hole of its size,"
                + " whatever was advised.",
            ArgumentRules.changes(HugeChange.MOVED),
            ArgumentRules::succeed)
        .quirk(
            "CUT",
            "A huge page of which only a part is to migrate, or for which the device has none, is"
                + " split before; from 6.12 what holds only zeros and stays is the page of zeros"
                + " then.",
            ArgumentRules.changes(HugeChange.CUT),
            ArgumentRules::succeed)
        .sinceHugePagesMigrate()
        .quirk(
            "SPLITS",
            "A large folio that is mapped page by page is split when one of its pages is to"
                + " migrate; that ends exclusive access to all of them. Earlier kernels leave them"
                + " where they are.",
            ArgumentRules.changes(HugeChange.FOLIO_SPLIT),
            ArgumentRules::succeed);
    return ArgumentRules.ok(
            book,
            "Own pages in system memory, pages of zeros and empty anonymous ones are migrated, for"
                + " every process that maps them; others stay. It succeeds if the mirror then has"
                + " an entry of every page.")
        .rules();
  }
}
