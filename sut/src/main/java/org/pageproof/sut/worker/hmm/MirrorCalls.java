package org.pageproof.sut.worker.hmm;

import java.util.List;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.worker.Replies;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.hmm.Close;
import org.pageproof.vocabulary.hmm.HmmKind;
import org.pageproof.vocabulary.hmm.IoctlNumbers;
import org.pageproof.vocabulary.hmm.MirrorIoctl;
import org.pageproof.vocabulary.hmm.Misuse;
import org.pageproof.vocabulary.hmm.Open;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.Request.Buffer;
import org.pageproof.vocabulary.hmm.SetFlags;

/** The calls to the driver. */
final class MirrorCalls {
  /** How the devices' names begin. */
  static final String DEVICE = "/dev/hmm_dmirror";

  /** {@code _IOC_SIZE} of the argument's size, and of another one. */
  private static final int SIZE_SHIFT = 16;

  private static final int SIZE_DIFFERENCE = 40 - 32;

  /** The bit of {@code _IOC_DIR} that says that the driver gives something back. */
  private static final int READS = 2 << 30;

  private static final long MISALIGNMENT = 16;
  private static final int WORD = Long.BYTES;

  private final MirrorDriver driver;
  private final MirrorSlots slots;
  private final MirrorStruct struct = new MirrorStruct();
  private final MirrorBuffer buffer = new MirrorBuffer();

  MirrorCalls(MirrorDriver driver, MirrorSlots slots) {
    this.driver = driver;
    this.slots = slots;
  }

  /** A new descriptor of a device; -1 and errno if there is none. */
  static int openDevice(int device) {
    return Libc.open(DEVICE + device, Libc.O_RDWR | Libc.O_CLOEXEC);
  }

  HmmOutcome open(Open c, boolean forked) {
    if (slots.isOpen(c.mirror())) {
      return HmmOutcome.withheld(Withholding.SLOT_IN_USE);
    }
    boolean opened = slots.open(c.mirror(), c.device(), forked);
    return HmmOutcome.of(opened ? Reply.ZERO : Reply.refused(Libc.errno()));
  }

  HmmOutcome close(Close c) {
    Reply reply = Replies.of(Libc.close(slots.number(c.mirror())));
    slots.clear(c.mirror());
    return HmmOutcome.of(reply);
  }

  HmmOutcome ioctl(MirrorIoctl c, AddressPlan plan) {
    Request request = c.request();
    boolean observed = c.fillsBuffer() && request.buffer().isWritable();
    boolean bytes = c.kind() == HmmKind.SNAPSHOT;
    if (c.kind() == HmmKind.WRITE) {
      buffer.fill(request.count(), c.id());
    } else if (observed) {
      buffer.clear(bytes ? 1 : request.count());
    }
    struct.fill(request.address(plan), request.npages(), buffer.pointer(request.buffer()));
    if (c.kind() == HmmKind.EXCLUSIVE && driver.hasExclusive()) {
      slots.askExclusive(request.mirror());
    }
    int number = IoctlNumbers.number(c.kind(), driver);
    Reply reply = struct.call(slots.number(request.mirror()), number, request.buffer());
    List<OutField> out = request.buffer() == Buffer.STRUCT_UNREADABLE ? List.of() : struct.out();
    return new HmmOutcome(reply, out, observed ? data(request.count(), bytes) : List.of());
  }

  private List<PageWords> data(int count, boolean bytes) {
    return bytes ? buffer.bytes(count) : buffer.pages(count);
  }

  HmmOutcome setFlags(SetFlags c, AddressPlan plan) {
    slots.flag(c.mirror());
    struct.fill(plan.address(0), c.value(), buffer.pointer(Buffer.VALID));
    int number = IoctlNumbers.number(HmmKind.FLAGS, driver);
    Reply reply = struct.call(slots.number(c.mirror()), number, Buffer.VALID);
    return new HmmOutcome(reply, struct.out(), List.of());
  }

  HmmOutcome misuse(Misuse c, AddressPlan plan) {
    int fd = slots.number(c.mirror());
    long good = buffer.pointer(Buffer.VALID);
    boolean unaligned = c.call() == Misuse.Call.UNKNOWN_UNALIGNED;
    struct.fill(plan.address(0) + (unaligned ? MISALIGNMENT : 0), 1, good);
    int snapshot = IoctlNumbers.code(IoctlNumbers.number(HmmKind.SNAPSHOT, driver));
    buffer.clear(1); // in case the call does write to it
    return HmmOutcome.of(
        switch (c.call()) {
          case UNKNOWN_IOCTL, UNKNOWN_UNALIGNED ->
              struct.call(fd, IoctlNumbers.UNKNOWN, Buffer.VALID);
          case UNKNOWN_UNREADABLE ->
              struct.call(fd, IoctlNumbers.UNKNOWN, Buffer.STRUCT_UNREADABLE);
          case WRONG_SIZE ->
              struct.callWithCode(fd, snapshot - (SIZE_DIFFERENCE << SIZE_SHIFT), Buffer.VALID);
          case WRONG_DIRECTION -> struct.callWithCode(fd, snapshot & ~READS, Buffer.VALID);
          case READ -> Replies.of(Libc.read(fd, good, WORD));
          case WRITE -> Replies.of(Libc.write(fd, good, WORD));
        });
  }
}
