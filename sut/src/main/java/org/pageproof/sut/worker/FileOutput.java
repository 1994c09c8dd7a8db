package org.pageproof.sut.worker;

import java.io.IOException;
import java.io.OutputStream;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;

/** Writes to a descriptor: the worker's way to its driver. */
final class FileOutput extends OutputStream {
  private static final int STDIN = 0;
  private static final int STDOUT = 1;
  private static final int STDERR = 2;
  private static final int CAPACITY = 1 << 16;

  private final int fd;
  private final NativeMemory buffer = NativeMemory.allocate(CAPACITY);

  /** Writes to this descriptor. */
  FileOutput(int fd) {
    this.fd = fd;
  }

  /**
   * Takes what was standard output when the process started. Standard output itself is turned into
   * standard error, because the Java machine prints banners to it. To be called once, before
   * anything is printed.
   */
  static FileOutput takeStandardOutput() {
    int fd = Libc.fcntl(STDOUT, Libc.F_DUPFD_CLOEXEC, STDERR + 1);
    if (fd < 0 || Libc.dup2(STDERR, STDOUT) < STDIN) {
      throw new HarnessException("standard output cannot be moved: " + Libc.errno());
    }
    return new FileOutput(fd);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int chunk = Math.min(length - done, CAPACITY);
      buffer.bytes().put(0, bytes, offset + done, chunk);
      long n = Libc.write(fd, buffer.address(), chunk);
      if (n < 0) {
        throw new IOException("the driver cannot be reached: " + Libc.errno());
      }
      done += (int) n;
    }
  }
}
