package org.pageproof.sut.worker;

import java.nio.ByteBuffer;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Reply;

/**
 * User-mode accesses to the arena that may raise SIGBUS. In native code the signal would end the
 * Java machine; in an access to a direct buffer the machine makes an {@link InternalError} of it.
 *
 * <p>The error comes late: the access itself goes on with a word that means nothing, and the error
 * is thrown when the thread next returns from a native call. So a native call must follow at once.
 *
 * <p>Only for accesses that cannot block: the thread sleeps in Java code otherwise, and a garbage
 * collection would wait for it.
 */
final class SignalledAccess {
  private static final int ARENA_BYTES = 64 * AddressPlan.PAGE_SIZE;

  private final ByteBuffer arena = NativeMemory.view(AddressPlan.BASE, ARENA_BYTES);

  /** Loads the word at an address. */
  Reply load(long address) {
    try {
      long word = arena.getLong((int) (address - AddressPlan.BASE));
      Libc.gettid();
      return Reply.returned(word);
    } catch (InternalError signal) {
      return Reply.SIGBUS;
    }
  }

  /** Stores a word at an address. */
  Reply store(long address, long word) {
    try {
      arena.putLong((int) (address - AddressPlan.BASE), word);
      Libc.gettid();
      return Reply.ZERO;
    } catch (InternalError signal) {
      return Reply.SIGBUS;
    }
  }
}
