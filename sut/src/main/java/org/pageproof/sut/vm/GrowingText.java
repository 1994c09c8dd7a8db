package org.pageproof.sut.vm;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.pageproof.sut.HarnessException;

/** A text that somebody else appends to, in a file whose name may be gone. */
final class GrowingText implements AutoCloseable {
  /** What is read at most, from the end: a guest may print without an end. */
  private static final int READ_MAX = 1 << 20;

  private final FileChannel channel;

  private GrowingText(FileChannel channel) {
    this.channel = channel;
  }

  /** Creates the file. */
  static GrowingText create(Path file) {
    try {
      return new GrowingText(
          FileChannel.open(
              file,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new HarnessException(file + " cannot be created: " + e.getMessage(), e);
    }
  }

  /** Its length in bytes. */
  long length() {
    try {
      return channel.size();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** What was appended since it had this length. */
  String since(long length) {
    try {
      long size = channel.size();
      long start = Math.max(length, size - READ_MAX);
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(size - start, 0));
      int read = 0;
      while (bytes.hasRemaining() && read >= 0) {
        read = channel.read(bytes, start + bytes.position());
      }
      return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** All of it. */
  String text() {
    return since(0);
  }

  private static HarnessException unreadable(IOException e) {
    return new HarnessException("what a guest printed cannot be read: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }
}
