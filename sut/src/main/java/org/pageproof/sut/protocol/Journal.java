package org.pageproof.sut.protocol;

import java.io.IOException;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.pageproof.sut.HarnessException;
import org.pageproof.trace.JsonWriter;

/**
 * The steps of the current sequence, in a file that worker and driver both map: what was observed
 * until the worker's last moment, however it ends.
 *
 * <pre>
 *   0: sequence number (8 bytes)  8: length of the lines (4 bytes)  16: step lines
 * </pre>
 *
 * The length is stored last, so it never counts a line that is not complete.
 */
public final class Journal {
  /** The size of the file in bytes, in whole MiB, as the memory of a guest comes; it is sparse. */
  public static final int CAPACITY = Frame.MAX_PAYLOAD + (1 << 20);

  private static final int LENGTH = 8;
  private static final int LINES = 16;

  private final ByteBuffer memory;

  private Journal(ByteBuffer memory) {
    this.memory = memory;
  }

  /** Creates the file, with no sequence begun. */
  public static Journal create(Path file) {
    Journal journal =
        new Journal(
            map(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE));
    journal.begin(Request.NOT_COUNTED);
    return journal;
  }

  /** Maps the file that the other side created. */
  public static Journal open(Path file) {
    return new Journal(map(file, StandardOpenOption.READ, StandardOpenOption.WRITE));
  }

  /** The journal in memory that both sides see, which is {@link #CAPACITY} bytes or longer. */
  public static Journal in(ByteBuffer memory) {
    return new Journal(memory.order(ByteOrder.nativeOrder()));
  }

  private static ByteBuffer map(Path file, StandardOpenOption... options) {
    try (FileChannel channel = FileChannel.open(file, options)) {
      return channel
          .map(FileChannel.MapMode.READ_WRITE, 0, CAPACITY)
          .order(ByteOrder.nativeOrder());
    } catch (IOException e) {
      throw new HarnessException("the journal " + file + " cannot be mapped: " + e.getMessage(), e);
    }
  }

  /** Begins a sequence: there are no lines yet. */
  public void begin(long sequence) {
    memory.putInt(LENGTH, 0);
    VarHandle.releaseFence();
    memory.putLong(0, sequence);
    VarHandle.releaseFence();
  }

  /**
   * Makes the writer's bytes from the end of the lines so far a part of the lines.
   *
   * @param json what holds the lines of the sequence and nothing else
   */
  public void append(JsonWriter json) {
    int length = memory.getInt(LENGTH);
    int added = json.size() - length;
    if (length + added > Frame.MAX_PAYLOAD) {
      throw new HarnessException("the journal is full; use shorter sequences");
    }
    memory.position(LINES + length);
    json.copyTo(length, added, memory);
    VarHandle.releaseFence();
    memory.putInt(LENGTH, length + added);
    VarHandle.releaseFence();
  }

  /** The number of the sequence that was begun last, {@link Request#NOT_COUNTED} if none was. */
  public long sequence() {
    VarHandle.acquireFence();
    return memory.getLong(0);
  }

  /** The length of the lines in bytes; it grows with each step. */
  public int length() {
    VarHandle.acquireFence();
    return memory.getInt(LENGTH);
  }

  /** A copy of the lines. */
  public byte[] lines() {
    byte[] lines = new byte[length()];
    VarHandle.acquireFence();
    memory.get(LINES, lines);
    return lines;
  }
}
