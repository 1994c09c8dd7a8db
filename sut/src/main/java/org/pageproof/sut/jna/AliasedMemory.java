package org.pageproof.sut.jna;

import java.nio.ByteBuffer;
import org.pageproof.sut.HarnessException;

/**
 * Resident pages that can be written at one address and only read at another. They stay until the
 * process ends.
 */
public final class AliasedMemory {
  private final long address;
  private final long readOnlyAddress;
  private final ByteBuffer bytes;

  private AliasedMemory(long address, long readOnlyAddress, int size) {
    this.address = address;
    this.readOnlyAddress = readOnlyAddress;
    this.bytes = NativeMemory.view(address, size);
  }

  /** Memory of this size in bytes. */
  public static AliasedMemory allocate(int size) {
    int fd = Libc.memfd_create("pageproof", Libc.MFD_CLOEXEC);
    if (fd < 0 || Libc.ftruncate(fd, size) != 0) {
      throw new HarnessException("no memory file of " + size + " bytes: " + Libc.errno());
    }
    long writable = map(fd, size, Libc.PROT_READ | Libc.PROT_WRITE);
    long readable = map(fd, size, Libc.PROT_READ);
    Libc.close(fd);
    return new AliasedMemory(writable, readable, size);
  }

  private static long map(int fd, int size, int protection) {
    long mapped = Libc.mmap(0, size, protection, Libc.MAP_SHARED | Libc.MAP_POPULATE, fd, 0);
    if (mapped == -1) {
      throw new HarnessException("mmap of " + size + " bytes: " + Libc.errno());
    }
    return mapped;
  }

  /** Where it can be read and written. */
  public long address() {
    return address;
  }

  /** Where it can only be read. */
  public long readOnlyAddress() {
    return readOnlyAddress;
  }

  /** Its contents in native byte order. */
  public ByteBuffer bytes() {
    return bytes;
  }
}
