package org.pageproof.sut.simulator.hmm;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.MirrorIoctl;
import org.pageproof.vocabulary.hmm.Request;

/** The argument of an ioctl in user memory, and the buffer it points to. */
final class Argument {
  private static final int PAGE_SHIFT = 12;
  private static final long OFFSET_MASK = AddressPlan.PAGE_SIZE - 1;

  /** A page number that no area can have, for addresses far from the arena. */
  private static final int FAR = Integer.MIN_VALUE / 2;

  /** More than this cannot be allocated in one piece, in bytes. */
  private static final long MAX_BOUNCE = 1L << 40;

  private static final List<OutField> UNTOUCHED =
      List.of(OutField.untouched("cpages"), OutField.untouched("faults"));

  private static final List<OutField> NOTHING_COUNTED =
      List.of(new OutField("cpages", 0), new OutField("faults", 0));

  private final Request request;
  private final long address;
  private final long bytes;
  private List<PageWords> data;
  private int pages;
  private int faults;

  Argument(MirrorIoctl command, AddressPlan plan) {
    request = command.request();
    boolean observed = command.fillsBuffer() && request.buffer().isWritable();
    address = request.address(plan);
    bytes = request.npages() << PAGE_SHIFT;
    data = observed ? Collections.nCopies(request.count(), PageWords.UNTOUCHED) : List.of();
  }

  /** What the driver says of the argument before it looks at the command; null if it is good. */
  @Nullable Errno check() {
    if (request.buffer() == Request.Buffer.STRUCT_UNREADABLE) {
      return Errno.EFAULT;
    }
    return check(address, bytes);
  }

  /** The same of an address and a size in bytes. */
  static @Nullable Errno check(long address, long bytes) {
    boolean good =
        (address & OFFSET_MASK) == 0 && Long.compareUnsigned(address, address + bytes) < 0;
    return good ? null : Errno.EINVAL;
  }

  /** Whether a kernel buffer of the size can be had. */
  boolean fitsBuffer() {
    return bytes > 0 && bytes < MAX_BOUNCE;
  }

  /** The first arena page. */
  int first() {
    long page = (address - AddressPlan.BASE) >> PAGE_SHIFT;
    return page == (int) page ? (int) page : FAR;
  }

  /** The arena page after the last one. */
  int end() {
    return first() + (int) (bytes >>> PAGE_SHIFT);
  }

  /** Whether the buffer can be read. */
  boolean canCopyIn() {
    return request.buffer() != Request.Buffer.BAD;
  }

  /** Writes pages to the buffer; false if it cannot be written. */
  boolean copyOut(List<PageWords> contents) {
    if (!request.buffer().isWritable()) {
      return false;
    }
    data = contents;
    return true;
  }

  /** Writes bytes to the buffer, which are told as words. */
  boolean copyOutBytes(int[] values, int from, int count) {
    if (!request.buffer().isWritable()) {
      return false;
    }
    List<PageWords> changed = new ArrayList<>(data);
    for (int i = 0; i < count; i++) {
      changed.set(from + i, PageWords.filled(values[i]));
    }
    data = changed;
    return true;
  }

  /** Counts pages (cpages). */
  void addPages(int count) {
    pages += count;
  }

  /** Counts a fault. */
  void addFault() {
    faults++;
  }

  /** How a call with a good argument ends that counts nothing. */
  static Answer plain(@Nullable Errno errno) {
    return errno == null
        ? new Answer(Reply.ZERO, NOTHING_COUNTED, List.of())
        : new Answer(Reply.refused(errno), UNTOUCHED, List.of());
  }

  /** How the call ends. */
  Answer end(@Nullable Errno errno) {
    if (request.buffer() == Request.Buffer.STRUCT_UNREADABLE) {
      return new Answer(Reply.refused(errno == null ? Errno.EFAULT : errno), List.of(), data);
    }
    if (errno != null) {
      return new Answer(Reply.refused(errno), UNTOUCHED, data);
    }
    if (request.buffer() == Request.Buffer.STRUCT_READ_ONLY) {
      return new Answer(Reply.refused(Errno.EFAULT), UNTOUCHED, data);
    }
    return new Answer(Reply.ZERO, out(), data);
  }

  private List<OutField> out() {
    return pages == 0 && faults == 0
        ? NOTHING_COUNTED
        : List.of(new OutField("cpages", pages), new OutField("faults", faults));
  }
}
