package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.reference.hmm.Outcome.Result;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.hmm.Exclusive;
import org.pageproof.vocabulary.hmm.HmmKind;

/** HMM_DMIRROR_EXCLUSIVE. */
final class ExclusiveRules {
  private static final Errno EOPNOTSUPP = new Errno(95);

  private ExclusiveRules() {}

  static List<Rule<HmmState, Exclusive>> rules() {
    RuleBook<Exclusive> book =
        ArgumentRules.before(
            new RuleBook<>("EXCLUSIVE", "lib/test_hmm.c, dmirror_exclusive(); mm/rmap.c"),
            HmmKind.EXCLUSIVE,
            "before 5.14");
    book.only("before 6.15", p -> !byPage(p), "seen on 6.12.117")
        .quirk(
            "EBUSY",
            "Any failure is EBUSY; pages before it may be taken from the CPU, but the mirror has no"
                + " entry of them unless all pages of the chunk could be written.",
            (s, c) -> s.execution(c).promised().result() != Result.OK,
            ArgumentRules.refusal(Errno.EBUSY))
        .only("from 6.15", ExclusiveRules::byPage, "seen on 7.2.13")
        .rule(
            "NOT-ANONYMOUS",
            "A page of shared memory is EOPNOTSUPP; pages before it are exclusive.",
            ArgumentRules.ends(Result.NOT_ANONYMOUS),
            ArgumentRules.refusal(EOPNOTSUPP))
        .only("from 6.15", ExclusiveRules::byPage, "seen on 7.2.13")
        .rule(
            "NO-MEMORY",
            "A page in a device's private memory that cannot come back is ENOMEM.",
            ArgumentRules.ends(Result.NO_MEMORY),
            ArgumentRules.refusal(Errno.ENOMEM))
        .sinceHugePagesMigrate()
        .quirk(
            "ENOENT",
            "Where a later page is a part of a large folio on a device, the folio is split for it,"
                + " the mirror loses the pages before, and that is ENOENT; all are taken.",
            ArgumentRules.ends(Result.NO_ENTRY),
            ArgumentRules.refusal(Errno.ENOENT))
        .only("from 6.15", ExclusiveRules::byPage, "seen on 7.2.13")
        .rule(
            "NOT-WRITABLE",
            "A page that is not mapped or may not be written is EFAULT; pages before it are"
                + " exclusive.",
            (s, c) -> s.execution(c).promised().result() != Result.OK,
            ArgumentRules.refusal(Errno.EFAULT));
    ArgumentRules.buffer(book);
    ArgumentRules.struct(book)
        .quirk(
            "CUT",
            "The entry of a huge page is cut, but its pages stay parts of one large folio. Before"
                + " 6.15 only the first of them can be asked for, and all are taken with it.",
            ArgumentRules.changes(HugeChange.CUT),
            ArgumentRules::succeed);
    return ArgumentRules.ok(
            book,
            "Each page is made present and writable, wherever it was, and taken from the CPU until"
                + " it is touched; PROT_WRITE alone is enough.")
        .rules();
  }

  private static boolean byPage(Profile profile) {
    return HmmFacts.of(profile).exclusiveByPage();
  }
}
