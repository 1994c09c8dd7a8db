package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.reference.hmm.Outcome.Result;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.hmm.DeviceWrite;
import org.pageproof.vocabulary.hmm.Request.Buffer;
import org.pageproof.vocabulary.hmm.Request.Shape;

/** HMM_DMIRROR_WRITE. */
final class WriteRules {
  private WriteRules() {}

  static List<Rule<HmmState, DeviceWrite>> rules() {
    RuleBook<DeviceWrite> book =
        ArgumentRules.before(new RuleBook<>("WRITE", "lib/test_hmm.c, dmirror_write(); mm/hmm.c"));
    book.rule(
            "TOO-LARGE",
            "More than a bounce buffer can hold is ENOMEM, before any page is looked at.",
            (s, c) -> c.request().shape() == Shape.TOO_LARGE,
            (s, c, steps) -> Steps.refuse(steps, s, c, Errno.ENOMEM))
        .rule(
            "BUFFER",
            "A buffer that cannot be read is EFAULT, before any page is looked at.",
            (s, c) -> c.request().buffer() == Buffer.BAD,
            (s, c, steps) -> Steps.refuse(steps, s, c, Errno.EFAULT));
    DefectRules.oops(
        book,
        "A page in the device's own private memory that is faulted in again gets an entry of the"
            + " device's page and not of what stands behind it; writing it kills the kernel.");
    DefectRules.corrupting(book);
    DefectRules.warning(book);
    book.rule(
            "HOLE",
            "A page that has to be faulted in and is not mapped is EFAULT; what lies before it has"
                + " been faulted in for the CPU, and what had entries has been written.",
            ArgumentRules.ends(Result.UNMAPPED),
            ArgumentRules.refusal(Errno.EFAULT))
        .rule(
            "UNREADABLE-AREA",
            "A page that has to be faulted in from an area without PROT_READ is EFAULT, even if it"
                + " may be written.",
            ArgumentRules.ends(Result.UNREADABLE),
            ArgumentRules.refusal(Errno.EFAULT))
        .rule(
            "READ-ONLY-AREA",
            "A page that has to be made writable in an area without PROT_WRITE is EPERM.",
            ArgumentRules.ends(Result.READ_ONLY),
            ArgumentRules.refusal(Errno.EPERM))
        .only("from 6.19", p -> p.driver().hasFlags(), "seen on 7.2.13")
        .rule(
            "NO-MEMORY",
            "A page in another device's private memory that cannot come back is EFAULT.",
            ArgumentRules.ends(Result.NO_MEMORY),
            WriteRules::refuseWithoutMemory);
    ArgumentRules.struct(book)
        .rule(
            "HUGE",
            "A fault where not even a page table is makes a huge page if the area was advised and"
                + " covers it; from 6.13 so does one on the huge page of zeros.",
            ArgumentRules.changes(HugeChange.MADE),
            ArgumentRules::succeed)
        .quirk(
            "CUT",
            "A huge page that the child maps too is cut before a page of it is written, and pages"
                + " are copied; before 6.13 so is the huge page of zeros.",
            ArgumentRules.changes(HugeChange.CUT),
            ArgumentRules::succeed);
    return ArgumentRules.ok(
            book,
            "Each page is written through the mirror's entry; from the first page that has no"
                + " writable one, all pages are faulted in once for writing, and get entries.")
        .rules();
  }

  /** A kernel that warns of an own page, and did before, answers the same and has asked nobody. */
  private static void refuseWithoutMemory(
      HmmState state, DeviceWrite command, AllowedSteps<HmmState> steps) {
    Execution execution = state.execution(command);
    Steps.refuse(steps, execution.promised().next(), command, Errno.EFAULT);
    if (execution.actual().result() == Result.WARNED) {
      Steps.refuse(steps, execution.actual().next(), command, Errno.EFAULT);
    }
  }
}
