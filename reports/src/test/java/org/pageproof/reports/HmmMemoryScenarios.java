package org.pageproof.reports;

import static org.pageproof.vocabulary.MirrorView.ERROR;
import static org.pageproof.vocabulary.MirrorView.NOTHING;
import static org.pageproof.vocabulary.MirrorView.PRIVATE_LOCAL;
import static org.pageproof.vocabulary.MirrorView.READ;
import static org.pageproof.vocabulary.MirrorView.WRITE;
import static org.pageproof.vocabulary.Pages.DEVICE;
import static org.pageproof.vocabulary.Pages.PRESENT;
import static org.pageproof.vocabulary.Pages.SWAPPED;

import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.hmm.Access;
import org.pageproof.vocabulary.hmm.ChildTouch;
import org.pageproof.vocabulary.hmm.DontNeed;
import org.pageproof.vocabulary.hmm.Fork;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.Protect.Protection;
import org.pageproof.vocabulary.hmm.Reap;
import org.pageproof.vocabulary.hmm.Remap;
import org.pageproof.vocabulary.hmm.Touch;
import org.pageproof.vocabulary.hmm.Unmap;

/** Judgements that are true of Linux 6.12: memory that a device has changes by itself. */
public final class HmmMemoryScenarios {
  private static final int[] BOTH = {0, 1};
  private static final int REGION3 = Scenario.PLAN.arenaPage(3, 0);
  private static final int REGION2 = Scenario.PLAN.arenaPage(2, 0);

  private HmmMemoryScenarios() {}

  /** Memory changes by itself, and a child shares it. */
  public static Scenario<HmmCommand> memory() {
    Layout readable = new Layout(3, 1, 3, 0, 0);
    return HmmScenarios.migrated()
        .step(
            new Protect(4, PageRange.of(0, 0, 2), Protection.READ),
            "HMM-PROTECT-OK",
            s ->
                s.areas(readable)
                    .page(0, SWAPPED | DEVICE, 0, 0)
                    .sees(0, 1, READ | PRIVATE_LOCAL, 0))
        .step(new Fork(5), "HMM-FORK-OK", s -> s.forked().childPage(0, SWAPPED | DEVICE, 0, 0))
        .step(
            new ChildTouch(6, 0, 0, false),
            "HMM-CHILD-READ",
            s ->
                s.returns(Token.of(2, 0))
                    .page(0, Token.of(2, 0), 0)
                    .childPage(0, Token.of(2, 0), 0)
                    .sees(0, 1, READ, BOTH))
        .step(
            new ChildTouch(7, 0, 0, true),
            "HMM-CHILD-WRITE",
            s -> s.childPage(0, Token.of(7, 0), 0))
        .step(
            new Touch(8, 0, 0, Access.WRITE),
            "HMM-WITHHELD",
            s -> s.reply(new Reply.Withheld(Withholding.PROTECTED_TOUCH)))
        .step(
            new Touch(9, 0, 0, Access.SYSCALL_WRITE),
            "HMM-TOUCH-EFAULT",
            s -> s.refuses(Errno.EFAULT))
        .step(
            new Touch(10, 0, 0, Access.SYSCALL_READ),
            "HMM-TOUCH-OK",
            s -> s.returns(Token.of(2, 0)))
        .step(new Reap(11), "HMM-REAP-OK", s -> s.reaped())
        .step(
            new Remap(12, PageRange.of(0, 0, 1), 3),
            "HMM-REMAP-OK",
            s ->
                s.areas(new Layout(2 | 1L << REGION3, 2 | 1L << REGION3, 2 | 1L << REGION3, 0, 0))
                    .absent(1)
                    .page(REGION3, Token.of(2, 0), 0)
                    .sees(0, 1, ERROR, BOTH)
                    .sees(REGION3, 1, READ, BOTH))
        .step(
            new DontNeed(13, PageRange.of(3, 0, 1)),
            "HMM-DONTNEED-OK",
            s -> s.absent(1L << REGION3).sees(REGION3, 1, NOTHING, BOTH))
        .step(
            new Unmap(14, PageRange.of(3, 0, 1)),
            "HMM-UNMAP-OK",
            s -> s.areas(new Layout(2, 2, 2, 0, 0)).sees(REGION3, 1, ERROR, BOTH));
  }

  /** Memory that files back. */
  public static Scenario<HmmCommand> files() {
    return Scenario.hmm(HmmScenarios.PROFILE)
        .step(
            new Map(0, 0, 2, Map.Backing.PRIVATE_FILE),
            "HMM-MAP-OK",
            s -> s.devices(2).areas(new Layout(3, 1, 3, 3, 3)).sees(0, 2, NOTHING, BOTH))
        .step(
            new Map(1, 2, 1, Map.Backing.SHARED),
            "HMM-MAP-OK",
            s ->
                s.areas(
                        new Layout(
                            3 | 1L << REGION2,
                            1 | 1L << REGION2,
                            3 | 1L << REGION2,
                            3 | 1L << REGION2,
                            3 | 1L << REGION2))
                    .sees(REGION2, 1, NOTHING, BOTH))
        .step(
            new Touch(2, 0, 1, Access.READ),
            "HMM-TOUCH-FILE",
            s ->
                s.returns(Token.of(0, 1))
                    .page(1, PRESENT | Pages.FILE, Token.of(0, 1), Token.of(0, 1))
                    .sees(1, 1, READ, BOTH))
        .step(
            new Touch(3, 2, 0, Access.SYSCALL_WRITE),
            "HMM-TOUCH-SHARED",
            s ->
                s.page(REGION2, PRESENT | Pages.FILE, Token.of(3, 0), 0)
                    .sees(REGION2, 1, WRITE, BOTH));
  }
}
