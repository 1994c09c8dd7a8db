package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.Rule;
import org.pageproof.reference.hmm.Outcome.Result;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.hmm.DeviceRead;
import org.pageproof.vocabulary.hmm.Request.Shape;

/** HMM_DMIRROR_READ. */
final class ReadRules {
  private ReadRules() {}

  static List<Rule<HmmState, DeviceRead>> rules() {
    RuleBook<DeviceRead> book =
        ArgumentRules.before(new RuleBook<>("READ", "lib/test_hmm.c, dmirror_read(); mm/hmm.c"));
    book.rule(
        "TOO-LARGE",
        "More than a bounce buffer can hold is ENOMEM, before any page is looked at.",
        (s, c) -> c.request().shape() == Shape.TOO_LARGE,
        (s, c, steps) -> Steps.refuse(steps, s, c, Errno.ENOMEM));
    DefectRules.oops(
        book,
        "A page in the device's own private memory that is faulted in again gets an entry of the"
            + " device's page and not of what stands behind it; reading it kills the kernel.");
    DefectRules.stale(book);
    book.rule(
            "HOLE",
            "A page that has to be faulted in and is not mapped is EFAULT; what lies before it has"
                + " been faulted in for the CPU.",
            ArgumentRules.ends(Result.UNMAPPED),
            ArgumentRules.refusal(Errno.EFAULT))
        .rule(
            "UNREADABLE-AREA",
            "A page that has to be faulted in from an area without PROT_READ is EFAULT.",
            ArgumentRules.ends(Result.UNREADABLE),
            ArgumentRules.refusal(Errno.EFAULT))
        .only("from 6.19", p -> p.driver().hasFlags(), "seen on 7.2.13")
        .rule(
            "NO-MEMORY",
            "A page in another device's private memory that cannot come back is EFAULT.",
            ArgumentRules.ends(Result.NO_MEMORY),
            ArgumentRules.refusal(Errno.EFAULT));
    ArgumentRules.buffer(book);
    ArgumentRules.struct(book)
        .rule(
            "HUGE",
            "A fault where not even a page table is makes a huge page of zeros if the area was"
                + " advised and covers it; each page of the request gets an entry of its own.",
            ArgumentRules.changes(HugeChange.MADE),
            ArgumentRules::succeed);
    return ArgumentRules.ok(
            book,
            "Each page is read through the mirror's entry; from the first page without one, all"
                + " pages are faulted in once, as the CPU would, and get entries.")
        .rules();
  }
}
