package org.pageproof.sut.worker;

import java.io.IOException;
import java.io.InputStream;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;

/** Reads from a descriptor. */
final class FileInput extends InputStream {
  private static final int CAPACITY = 1 << 16;

  private final int fd;
  private final NativeMemory buffer = NativeMemory.allocate(CAPACITY);

  /** Reads from this descriptor. */
  FileInput(int fd) {
    this.fd = fd;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    long n = Libc.read(fd, buffer.address(), Math.min(length, CAPACITY));
    if (n < 0) {
      throw new IOException("the driver cannot be heard: " + Libc.errno());
    }
    buffer.bytes().get(0, bytes, offset, (int) n);
    return n == 0 ? -1 : (int) n;
  }
}
