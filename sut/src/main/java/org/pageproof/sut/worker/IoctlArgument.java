package org.pageproof.sut.worker;

import java.nio.ByteBuffer;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Argument;

/** The memory that holds an ioctl's argument struct, and the calls with it. */
final class IoctlArgument {
  private static final int BYTES = AddressPlan.PAGE_SIZE;

  private final NativeMemory memory = NativeMemory.allocate(BYTES);
  private final ByteBuffer struct = memory.bytes();

  /** Fills the first fields of the struct. */
  void fill(long first, long second, long third) {
    struct.putLong(0, first).putLong(8, second).putLong(16, third);
  }

  /** Sets a field, counted in 8-byte words. */
  void set(int word, long value) {
    struct.putLong(word * Long.BYTES, value);
  }

  /** A field, counted in 8-byte words. */
  long get(int word) {
    return struct.getLong(word * Long.BYTES);
  }

  /** Makes the call with the argument where the command wants it. */
  Reply call(int fd, long request, Argument where) {
    return switch (where) {
      case VALID -> Replies.of(Libc.ioctl(fd, request, memory.address()));
      case UNREADABLE -> Replies.of(Libc.ioctl(fd, request, AddressPlan.BAD_ADDRESS));
      case READ_ONLY -> {
        protect(Libc.PROT_READ);
        Reply reply = Replies.of(Libc.ioctl(fd, request, memory.address()));
        protect(Libc.PROT_READ | Libc.PROT_WRITE);
        yield reply;
      }
    };
  }

  private void protect(int protection) {
    if (Libc.mprotect(memory.address(), BYTES, protection) != 0) {
      throw new HarnessException("mprotect: " + Libc.errno());
    }
  }
}
