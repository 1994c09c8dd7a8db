package org.pageproof.reports;

import static org.pageproof.vocabulary.MirrorView.ERROR;
import static org.pageproof.vocabulary.MirrorView.NOTHING;
import static org.pageproof.vocabulary.MirrorView.PRIVATE_LOCAL;
import static org.pageproof.vocabulary.MirrorView.READ;
import static org.pageproof.vocabulary.MirrorView.WRITE;
import static org.pageproof.vocabulary.MirrorView.ZERO;
import static org.pageproof.vocabulary.Pages.DEVICE;
import static org.pageproof.vocabulary.Pages.EXCLUSIVE;
import static org.pageproof.vocabulary.Pages.SWAPPED;
import static org.pageproof.vocabulary.Pages.WRITABLE;

import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.hmm.Access;
import org.pageproof.vocabulary.hmm.CheckExclusive;
import org.pageproof.vocabulary.hmm.Close;
import org.pageproof.vocabulary.hmm.DeviceRead;
import org.pageproof.vocabulary.hmm.DeviceWrite;
import org.pageproof.vocabulary.hmm.Exclusive;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.MigrateToDevice;
import org.pageproof.vocabulary.hmm.MigrateToSystem;
import org.pageproof.vocabulary.hmm.Misuse;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Release;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.Request.Buffer;
import org.pageproof.vocabulary.hmm.Request.Shape;
import org.pageproof.vocabulary.hmm.SetFlags;
import org.pageproof.vocabulary.hmm.Snapshot;
import org.pageproof.vocabulary.hmm.Touch;

/** Judgements of the HMM test driver that are true of Linux 6.12, unless they say otherwise. */
public final class HmmScenarios {
  private static final int[] BOTH = {0, 1};
  private static final MirrorDriver DRIVER = new MirrorDriver(4, 2);

  /** What these judgements are of. */
  static final Profile PROFILE = Profile.linux612().with(DRIVER);

  private HmmScenarios() {}

  /** Two pages are mapped, and device 0 is open. */
  public static Scenario<HmmCommand> opened() {
    return opened(DRIVER);
  }

  private static Scenario<HmmCommand> opened(MirrorDriver driver) {
    return Scenario.hmm(Profile.linux612().with(driver))
        .step(new Open(0, 0, 0), "HMM-OPEN-OK", s -> s.devices(2))
        .step(
            new Map(1, 0, 2, Map.Backing.ANONYMOUS),
            "HMM-MAP-OK",
            s -> s.areas(3, 1).sees(0, 2, NOTHING, BOTH));
  }

  /** One page is written by the CPU and migrated to device 0. */
  public static Scenario<HmmCommand> migrated() {
    return migrated(DRIVER);
  }

  private static Scenario<HmmCommand> migrated(MirrorDriver driver) {
    return opened(driver)
        .step(
            new Touch(2, 0, 0, Access.WRITE),
            "HMM-TOUCH-NEW",
            s -> s.page(0, Token.of(2, 0), 0).sees(0, 1, WRITE, BOTH))
        .step(
            new MigrateToDevice(3, Request.of(0, 0, 0, 1)),
            "HMM-TODEV-OK",
            s ->
                counts(s, 1, 0)
                    .data(new PageWords(Token.of(2, 0), 0))
                    .page(0, SWAPPED | DEVICE | WRITABLE, 0, 0)
                    .sees(0, 1, WRITE | PRIVATE_LOCAL, 0)
                    .sees(0, 1, NOTHING, 1));
  }

  /** What a device does with pages and what becomes of them. */
  public static Scenario<HmmCommand> everyIoctl() {
    return everyIoctl(DRIVER);
  }

  /** The same with a driver of another kernel, of which it need not be true. */
  public static Scenario<HmmCommand> everyIoctl(MirrorDriver driver) {
    return migrated(driver)
        .step(new DeviceWrite(4, Request.of(0, 0, 0, 1)), "HMM-WRITE-OK", s -> counts(s, 1, 0))
        .step(
            new DeviceRead(5, Request.of(0, 0, 0, 1)),
            "HMM-READ-OK",
            s -> counts(s, 1, 0).data(PageWords.filled(Token.of(4, 0))))
        .step(
            new Snapshot(6, Request.of(0, 0, 0, 3)),
            "HMM-SNAPSHOT-OK",
            s ->
                counts(s, 3, 0)
                    .data(
                        PageWords.filled(WRITE | PRIVATE_LOCAL),
                        PageWords.filled(NOTHING),
                        PageWords.filled(ERROR)))
        .step(
            new MigrateToSystem(7, Request.of(0, 0, 0, 2)),
            "HMM-TOSYS-OK",
            s -> counts(s, 1, 0).page(0, Token.of(4, 0), Token.of(4, 0)).sees(0, 1, WRITE, BOTH))
        .step(
            new DeviceRead(8, Request.of(0, 0, 1, 1)),
            "HMM-READ-OK",
            s ->
                counts(s, 1, 1)
                    .data(PageWords.filled(0))
                    .page(1, 0, 0)
                    .sees(1, 1, READ | ZERO, BOTH))
        .step(
            new Exclusive(9, Request.of(0, 0, 0, 1)),
            "HMM-EXCLUSIVE-OK",
            s ->
                counts(s, 1, 0)
                    .data(PageWords.filled(Token.of(4, 0)))
                    .page(0, SWAPPED | EXCLUSIVE | WRITABLE, 0, 0)
                    .sees(0, 1, NOTHING, BOTH)
                    .exclusive(0, 0, true))
        .step(
            new CheckExclusive(10, Request.of(0, 0, 0, 2)),
            "HMM-CHECK-EPERM",
            s -> untouched(s).refuses(Errno.EPERM))
        .step(
            new Touch(11, 0, 0, Access.READ),
            "HMM-TOUCH-EXCLUSIVE",
            s ->
                s.returns(Token.of(4, 0))
                    .page(0, Token.of(4, 0), Token.of(4, 0))
                    .sees(0, 1, WRITE, BOTH)
                    .exclusive(0, 0, false))
        .step(
            new MigrateToDevice(12, Request.of(0, 0, 0, 2)),
            "HMM-TODEV-OK",
            s ->
                counts(s, 2, 0)
                    .data(PageWords.filled(Token.of(4, 0)), PageWords.filled(0))
                    .page(0, SWAPPED | DEVICE | WRITABLE, 0, 0)
                    .page(1, SWAPPED | DEVICE | WRITABLE, 0, 0)
                    .sees(0, 2, WRITE | PRIVATE_LOCAL, 0)
                    .sees(0, 2, NOTHING, 1))
        .step(
            new Release(13, Request.of(0, 0, 0, 1)),
            "HMM-RELEASE-OK",
            s ->
                counts(s, 0, 0)
                    .page(0, Token.of(4, 0), Token.of(4, 0))
                    .page(1, 0, 0)
                    .sees(0, 2, WRITE, BOTH))
        .step(new Close(14, 0), "HMM-CLOSE-OK", s -> s);
  }

  /** Calls that are refused, and those of a kernel that does not know FLAGS. */
  public static Scenario<HmmCommand> misuse() {
    Request request = Request.of(0, 0, 0, 2);
    return opened()
        .step(
            new DeviceRead(2, request.withShape(Shape.UNALIGNED)),
            "HMM-IOCTL-UNALIGNED",
            s -> untouched(s).refuses(Errno.EINVAL).data(PageWords.UNTOUCHED, PageWords.UNTOUCHED))
        .step(
            new DeviceRead(3, request.withShape(Shape.EMPTY).withBuffer(Buffer.BAD)),
            "HMM-IOCTL-EMPTY",
            s -> untouched(s).refuses(Errno.EINVAL))
        .step(
            new Snapshot(4, request.withShape(Shape.WRAPPING)),
            "HMM-IOCTL-EMPTY",
            s -> untouched(s).refuses(Errno.EINVAL).data(PageWords.UNTOUCHED, PageWords.UNTOUCHED))
        .step(
            new Snapshot(5, request.withShape(Shape.HIGH_BITS)),
            "HMM-SNAPSHOT-OK",
            s -> counts(s, 2, 0).data(PageWords.filled(NOTHING), PageWords.filled(NOTHING)))
        .step(
            new Snapshot(6, request.withShape(Shape.BEYOND_TASK)),
            "HMM-SNAPSHOT-OK",
            s -> counts(s, 2, 0).data(PageWords.filled(ERROR), PageWords.filled(ERROR)))
        .step(
            new CheckExclusive(7, request.withShape(Shape.ONLY_HIGH_BITS)),
            "HMM-IOCTL-EMPTY",
            s -> untouched(s).refuses(Errno.EINVAL))
        .step(
            new DeviceRead(8, request.withShape(Shape.TOO_LARGE)),
            "HMM-READ-ENOMEM",
            s -> untouched(s).refuses(Errno.ENOMEM).data(PageWords.UNTOUCHED, PageWords.UNTOUCHED))
        .step(
            new Snapshot(9, request.withBuffer(Buffer.READ_ONLY)),
            "HMM-SNAPSHOT-EFAULT",
            s -> untouched(s).refuses(Errno.EFAULT))
        .step(
            new CheckExclusive(10, request.withBuffer(Buffer.STRUCT_UNREADABLE)),
            "HMM-IOCTL-EFAULT",
            s -> s.refuses(Errno.EFAULT))
        .step(
            new Snapshot(11, request.withBuffer(Buffer.STRUCT_READ_ONLY)),
            "HMM-IOCTL-LATE-EFAULT",
            s ->
                untouched(s)
                    .refuses(Errno.EFAULT)
                    .data(PageWords.filled(NOTHING), PageWords.filled(NOTHING)))
        .step(
            new DeviceRead(12, Request.of(1, 0, 0, 1)),
            "HMM-IOCTL-EBADF",
            s -> untouched(s).refuses(Errno.EBADF).data(PageWords.UNTOUCHED))
        .step(
            new SetFlags(13, 0, SetFlags.FAIL_ALLOC),
            "HMM-FLAGS-UNKNOWN",
            s -> untouched(s).refuses(Errno.EINVAL))
        .step(new Open(14, 1, 3), "HMM-OPEN-ENOENT", s -> s.refuses(Errno.ENOENT))
        .step(
            new Open(15, 0, 1),
            "HMM-WITHHELD",
            s -> s.reply(new Reply.Withheld(Withholding.SLOT_IN_USE)))
        .step(refused(16, Misuse.Call.UNKNOWN_IOCTL), "HMM-MISUSE", s -> s.refuses(Errno.EINVAL))
        .step(refused(17, Misuse.Call.WRONG_SIZE), "HMM-MISUSE", s -> s.refuses(Errno.EINVAL))
        .step(refused(18, Misuse.Call.WRONG_DIRECTION), "HMM-MISUSE", s -> s.refuses(Errno.EINVAL))
        .step(
            refused(19, Misuse.Call.UNKNOWN_UNALIGNED), "HMM-MISUSE", s -> s.refuses(Errno.EINVAL))
        .step(
            refused(20, Misuse.Call.UNKNOWN_UNREADABLE), "HMM-MISUSE", s -> s.refuses(Errno.EFAULT))
        .step(refused(21, Misuse.Call.READ), "HMM-MISUSE", s -> s.refuses(Errno.EINVAL))
        .step(refused(22, Misuse.Call.WRITE), "HMM-MISUSE", s -> s.refuses(Errno.EINVAL));
  }

  private static Misuse refused(int id, Misuse.Call call) {
    return new Misuse(id, 0, call);
  }

  /**
   * The defect that kills the kernel: a second mirror of a device reads what the first migrated.
   */
  public static Scenario<HmmCommand> deadly() {
    return migrated()
        .step(new Open(4, 1, 0), "HMM-OPEN-OK", s -> s)
        .diverges(
            new DeviceRead(5, Request.of(1, 0, 0, 1)),
            "HMM-READ-OK",
            s -> counts(s, 1, 1).data(new PageWords(Token.of(2, 0), 0)),
            s -> s.reply(new Reply.Died("kernel panic: BUG: unable to handle page fault\n" + LOG)));
  }

  private static final String LOG =
      """
      BUG: unable to handle page fault for address: ffff9a2c40000000
      #PF: supervisor read access in kernel mode
      Kernel panic - not syncing: Fatal exception""";

  private static Seen counts(Seen seen, long cpages, long faults) {
    return seen.out("cpages", cpages).out("faults", faults);
  }

  private static Seen untouched(Seen seen) {
    return counts(seen, OutField.UNTOUCHED, OutField.UNTOUCHED);
  }
}
