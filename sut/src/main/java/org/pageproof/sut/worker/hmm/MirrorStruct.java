package org.pageproof.sut.worker.hmm;

import java.nio.ByteBuffer;
import java.util.List;
import org.pageproof.sut.jna.AliasedMemory;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.worker.Replies;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.IoctlNumbers;
import org.pageproof.vocabulary.hmm.Request.Buffer;

/**
 * The argument of the driver's ioctls, and the calls with it.
 *
 * <pre>
 *   hmm_dmirror_cmd  addr  ptr  npages  cpages  faults   (8 bytes each)
 * </pre>
 */
final class MirrorStruct {
  private static final int PTR = 8;
  private static final int NPAGES = 16;
  private static final int CPAGES = 24;
  private static final int FAULTS = 32;
  private static final long UNSIGNED = 0xffff_ffffL;
  private static final OutField NO_CPAGES = OutField.untouched("cpages");
  private static final OutField NO_FAULTS = OutField.untouched("faults");
  private static final List<OutField> UNTOUCHED = List.of(NO_CPAGES, NO_FAULTS);

  private final AliasedMemory memory = AliasedMemory.allocate(AddressPlan.PAGE_SIZE);
  private final ByteBuffer struct = memory.bytes();

  /** Fills the struct; the out-fields get their filler. */
  void fill(long addr, long npages, long ptr) {
    struct.putLong(0, addr).putLong(PTR, ptr).putLong(NPAGES, npages);
    struct.putLong(CPAGES, OutField.UNTOUCHED).putLong(FAULTS, OutField.UNTOUCHED);
  }

  /** Makes the call of this number with the struct where the buffer operand wants it. */
  Reply call(int fd, int number, Buffer where) {
    return callWithCode(fd, IoctlNumbers.code(number), where);
  }

  /** Makes the call with this request code. */
  Reply callWithCode(int fd, int code, Buffer where) {
    return Replies.of(Libc.ioctl(fd, code & UNSIGNED, address(where)));
  }

  private long address(Buffer where) {
    return switch (where) {
      case VALID, BAD, READ_ONLY -> memory.address();
      case STRUCT_READ_ONLY -> memory.readOnlyAddress();
      case STRUCT_UNREADABLE -> AddressPlan.BAD_ADDRESS;
    };
  }

  /** {@code cpages} after the last call. */
  long cpages() {
    return struct.getLong(CPAGES);
  }

  /** The out-fields after the last call. */
  List<OutField> out() {
    long cpages = cpages();
    long faults = struct.getLong(FAULTS);
    return cpages == OutField.UNTOUCHED && faults == OutField.UNTOUCHED
        ? UNTOUCHED
        : List.of(new OutField("cpages", cpages), new OutField("faults", faults));
  }
}
