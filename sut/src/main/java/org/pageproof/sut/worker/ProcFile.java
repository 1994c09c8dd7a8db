package org.pageproof.sut.worker;

import java.nio.ByteBuffer;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Reply;

/** A file of {@code /proc} that is kept open and read again and again without allocating. */
public final class ProcFile implements AutoCloseable {
  /**
   * Kept files have numbers from here on, so that they never take those that descriptors of
   * sequences use again and again.
   */
  private static final int FIRST_NUMBER = 256;

  private final String path;
  private final int fd;
  private final int capacity;
  private final NativeMemory buffer;
  private final ByteBuffer bytes;
  private final byte[] copy;

  /** Opens the file for reading; {@code capacity} is the most that one read gets, in bytes. */
  public ProcFile(String path, int capacity) {
    this(path, capacity, Libc.O_RDONLY);
  }

  private ProcFile(String path, int capacity, int accessMode) {
    this.path = path;
    this.capacity = capacity;
    this.fd = open(path, accessMode);
    this.buffer = NativeMemory.allocate(capacity);
    this.bytes = buffer.bytes();
    this.copy = new byte[capacity];
  }

  /** Opens the file for reading and writing. */
  public static ProcFile writable(String path, int capacity) {
    return new ProcFile(path, capacity, Libc.O_RDWR);
  }

  private static int open(String path, int accessMode) {
    int low = Libc.open(path, accessMode | Libc.O_CLOEXEC);
    if (low < 0) {
      throw new HarnessException(path + " cannot be opened: " + Libc.errno());
    }
    return moved(low, path);
  }

  /** The same open file under a number that kept files have; the old number is free then. */
  public static int moved(int fd, String path) {
    if (fd >= FIRST_NUMBER) {
      return fd;
    }
    int high = Libc.fcntl(fd, Libc.F_DUPFD_CLOEXEC, FIRST_NUMBER);
    if (high < 0) {
      throw new HarnessException(path + " cannot be moved: " + Libc.errno());
    }
    Libc.close(fd);
    return high;
  }

  /** Reads from the start and returns the number of bytes. */
  public int read() {
    return read(0, capacity);
  }

  /** Reads up to {@code length} bytes from an offset and returns how many there were. */
  public int read(long offset, int length) {
    long n = Libc.pread(fd, buffer.address(), length, offset);
    if (n < 0) {
      Errno errno = Libc.errno();
      throw new HarnessException(path + " cannot be read: " + errno);
    }
    return (int) n;
  }

  /** Reads the word at an offset and replies with it, or as pread(2) does. */
  public Reply readWord(long offset) {
    long n = Libc.pread(fd, buffer.address(), Long.BYTES, offset);
    return n == Long.BYTES ? Reply.returned(bytes.getLong(0)) : Replies.of(n);
  }

  /** Writes a word at an offset and replies as pwrite(2) does; what was read last is lost. */
  Reply write(long offset, long word) {
    bytes.putLong(0, word);
    return Replies.of(Libc.pwrite(fd, buffer.address(), Long.BYTES, offset));
  }

  /** Where {@link #bytes()} lie. */
  long address() {
    return buffer.address();
  }

  /** What was read last, in native byte order. */
  public ByteBuffer bytes() {
    return bytes;
  }

  /**
   * What was read last, for parsers: from an array a byte costs a fraction of what it costs from a
   * buffer in code that is compiled in haste, as a guest's is.
   *
   * @param length how much of it
   * @return an array that is used again and again
   */
  byte[] copied(int length) {
    bytes.get(0, copy, 0, length);
    return copy;
  }

  /** Reads all that fits and returns it as text without the line's end. */
  public String text() {
    byte[] text = new byte[read()];
    bytes.get(0, text);
    return new String(text, java.nio.charset.StandardCharsets.UTF_8).strip();
  }

  @Override
  public String toString() {
    return path;
  }

  @Override
  public void close() {
    Libc.close(fd);
    buffer.close();
  }
}
