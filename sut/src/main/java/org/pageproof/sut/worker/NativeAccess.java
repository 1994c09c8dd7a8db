package org.pageproof.sut.worker;

import java.nio.ByteBuffer;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Reply;

/**
 * Accesses of 8 bytes in native code, or in a system call through a pipe of its own. They may sleep
 * in a fault without keeping a collection waiting.
 */
public final class NativeAccess {
  private static final int WORD = Long.BYTES;
  private static final int SCRATCH = 64;

  private final NativeMemory memory = NativeMemory.allocate(4096);
  private final ByteBuffer scratch = memory.bytes();
  private final int pipeOut;
  private final int pipeIn;

  /** Makes the pipe. */
  public NativeAccess() {
    if (Libc.pipe2(memory.address(), Libc.O_CLOEXEC | Libc.O_NONBLOCK) != 0) {
      throw new HarnessException("pipe2: " + Libc.errno());
    }
    pipeOut = scratch.getInt(0);
    pipeIn = scratch.getInt(4);
  }

  /** Loads the word at an address by user code. */
  public Reply load(long address) {
    Libc.memcpy(memory.address(), address, WORD);
    return Reply.returned(scratch.getLong(0));
  }

  /** Stores a word at an address by user code. */
  public Reply store(long address, long word) {
    scratch.putLong(0, word);
    Libc.memcpy(address, memory.address(), WORD);
    return Reply.ZERO;
  }

  /** write(2) of the word at an address to the pipe. */
  public Reply loadBySystemCall(long address) {
    long n = Libc.write(pipeIn, address, WORD);
    if (n < 0) {
      return Reply.refused(Libc.errno());
    }
    Libc.read(pipeOut, memory.address(), SCRATCH);
    return n == WORD ? Reply.returned(scratch.getLong(0)) : Reply.returned(n);
  }

  /** read(2) of a word from the pipe to an address. */
  public Reply storeBySystemCall(long address, long word) {
    scratch.putLong(0, word);
    if (Libc.write(pipeIn, memory.address(), WORD) != WORD) {
      throw new HarnessException("a pipe is not empty: " + Libc.errno());
    }
    long n = Libc.read(pipeOut, address, WORD);
    if (n == WORD) {
      return Reply.ZERO;
    }
    Errno errno = Libc.errno();
    Libc.read(pipeOut, memory.address(), SCRATCH);
    return n < 0 ? Reply.refused(errno) : Reply.returned(n);
  }
}
