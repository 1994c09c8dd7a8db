package org.pageproof.sut.protocol;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;
import org.pageproof.sut.HarnessException;

/** Reads frames from a stream. */
public final class FrameReader {
  private static final int BUFFER_BYTES = 1 << 16;

  private final InputStream in;

  /** Frames of this stream, which nobody else may read. */
  public FrameReader(InputStream in) {
    this.in = new BufferedInputStream(in, BUFFER_BYTES);
  }

  /**
   * The next frame, or null at the end of the stream.
   *
   * @throws HarnessException if the frame is truncated, oversized, corrupt or of unknown type
   * @throws IOException if the stream cannot be read
   */
  public @Nullable Frame next() throws IOException {
    byte[] header = in.readNBytes(Frame.HEADER_BYTES);
    if (header.length == 0) {
      return null;
    }
    checkComplete(header, Frame.HEADER_BYTES, "header");
    ByteBuffer numbers = ByteBuffer.wrap(header);
    int length = numbers.getInt();
    if (length < 0 || length > Frame.MAX_PAYLOAD) {
      throw new HarnessException(
          "oversized frame: "
              + Integer.toUnsignedString(length)
              + " bytes, at most "
              + Frame.MAX_PAYLOAD);
    }
    byte code = numbers.get();
    int checksum = numbers.getInt();
    byte[] payload = in.readNBytes(length);
    checkComplete(payload, length, "payload");
    if (checksum != checksum(code, payload)) {
      throw new HarnessException("corrupt frame: the checksum of " + length + " bytes is wrong");
    }
    return new Frame(type(code), payload);
  }

  private static void checkComplete(byte[] bytes, int expected, String part) {
    if (bytes.length < expected) {
      throw new HarnessException(
          "truncated frame: " + bytes.length + " of " + expected + " bytes of its " + part);
    }
  }

  private static Frame.Type type(byte code) {
    for (Frame.Type type : Frame.Type.values()) {
      if (type.code() == code) {
        return type;
      }
    }
    throw new HarnessException("unknown frame type: " + code);
  }

  static int checksum(byte code, byte[] payload) {
    CRC32 crc = new CRC32();
    crc.update(code);
    crc.update(payload);
    return (int) crc.getValue();
  }
}
