package org.pageproof.sut.jna;

import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.pageproof.sut.HarnessException;

/** Anonymous private memory of whole pages, unmapped when closed. */
public final class NativeMemory implements AutoCloseable {
  private static final int READ_WRITE = Libc.PROT_READ | Libc.PROT_WRITE;
  private static final int ANONYMOUS = Libc.MAP_PRIVATE | Libc.MAP_ANONYMOUS;

  private final long address;
  private final int size;
  private final ByteBuffer bytes;

  private NativeMemory(long address, int size) {
    this.address = address;
    this.size = size;
    this.bytes = view(address, size);
  }

  /** Memory of this size in bytes, readable and writable. */
  public static NativeMemory allocate(int size) {
    return map(0, size, READ_WRITE, 0);
  }

  /** Memory at this address, where nothing may be mapped. */
  public static NativeMemory allocateAt(long address, int size) {
    return map(address, size, READ_WRITE, Libc.MAP_FIXED_NOREPLACE);
  }

  /** Resident memory that nobody ever writes: it reads as zeros. */
  public static NativeMemory zeros(int size) {
    return map(0, size, Libc.PROT_READ, Libc.MAP_POPULATE);
  }

  private static NativeMemory map(long address, int size, int protection, int flags) {
    long mapped = Libc.mmap(address, size, protection, ANONYMOUS | flags, -1, 0);
    if (mapped == -1) {
      throw new HarnessException(
          "mmap of " + size + " bytes at 0x" + Long.toHexString(address) + ": " + Libc.errno());
    }
    return new NativeMemory(mapped, size);
  }

  /** A view of memory that somebody else maps, in native byte order. */
  public static ByteBuffer view(long address, int size) {
    return new Pointer(address).getByteBuffer(0, size).order(ByteOrder.nativeOrder());
  }

  /** Where it lies. */
  public long address() {
    return address;
  }

  /** Its contents in native byte order; not to be used after {@link #close()}. */
  public ByteBuffer bytes() {
    return bytes;
  }

  @Override
  public void close() {
    if (Libc.munmap(address, size) != 0) {
      throw new HarnessException("munmap of " + size + " bytes: " + Libc.errno());
    }
  }
}
