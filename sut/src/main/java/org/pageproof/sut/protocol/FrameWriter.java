package org.pageproof.sut.protocol;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.pageproof.sut.HarnessException;

/** Writes frames to a stream, each in one piece, and flushes. */
public final class FrameWriter {
  private final OutputStream out;

  /** Frames to this stream, which nobody else may write. */
  public FrameWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes a frame.
   *
   * @throws HarnessException if the payload is longer than {@link Frame#MAX_PAYLOAD}
   * @throws IOException if the stream cannot be written, mostly because the other side is gone
   */
  public void write(Frame frame) throws IOException {
    out.write(encode(frame));
    out.flush();
  }

  static byte[] encode(Frame frame) {
    byte[] payload = frame.payload();
    if (payload.length > Frame.MAX_PAYLOAD) {
      throw new HarnessException(
          "oversized frame: " + payload.length + " bytes, at most " + Frame.MAX_PAYLOAD);
    }
    byte code = (byte) frame.type().code();
    return ByteBuffer.allocate(Frame.HEADER_BYTES + payload.length)
        .putInt(payload.length)
        .put(code)
        .putInt(FrameReader.checksum(code, payload))
        .put(payload)
        .array();
  }
}
