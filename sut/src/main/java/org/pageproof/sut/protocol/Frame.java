package org.pageproof.sut.protocol;

import java.nio.charset.StandardCharsets;

/**
 * One message between driver and worker. On the wire, numbers big-endian:
 *
 * <pre>
 *   length of the payload (4 bytes)  type (1 byte)  CRC-32 of type and payload (4 bytes)  payload
 * </pre>
 */
public final class Frame {
  /** The largest payload in bytes; a longer one is a corrupt length. */
  public static final int MAX_PAYLOAD = 1 << 24;

  static final int HEADER_BYTES = 9;

  private final Type type;
  private final byte[] payload;

  /** The kinds of frame. */
  public enum Type {
    /** Worker, once, first: its {@link Hello}. */
    HELLO(1),
    /** Driver: a {@link Request}. */
    EXECUTE(2),
    /** Worker: the step lines of the next sequence. */
    TRACE(3),
    /** Worker, last: why it cannot go on, one line. */
    ERROR(4),
    /**
     * Worker, last: evidence that the current step does not settle; the steps so far are in the
     * journal.
     */
    HUNG(5),
    /** Worker, once, in place of its HELLO: what the kernel lacks, one line. */
    MISSING(6),
    /**
     * Worker, last: what the current sequence did to the kernel that showed only when it was
     * cleaned up; the steps are in the journal.
     */
    HARMED(7);

    private final int code;

    Type(int code) {
      this.code = code;
    }

    int code() {
      return code;
    }
  }

  /** A frame with lines of JSON or text in UTF-8, which are not copied. */
  public Frame(Type type, byte[] payload) {
    this.type = type;
    this.payload = payload;
  }

  /** A frame with this text. */
  public static Frame of(Type type, String text) {
    return new Frame(type, text.getBytes(StandardCharsets.UTF_8));
  }

  /** What it says. */
  public Type type() {
    return type;
  }

  /** Its bytes themselves, not to be changed. */
  public byte[] payload() {
    return payload;
  }

  /** The payload as text. */
  public String text() {
    return new String(payload, StandardCharsets.UTF_8);
  }
}
