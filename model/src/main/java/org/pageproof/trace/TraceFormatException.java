package org.pageproof.trace;

/** A trace or a frame cannot be read. The message is one line that says where and what is wrong. */
public final class TraceFormatException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** The input is not what it should be. */
  public TraceFormatException(String message) {
    super(message);
  }

  /** The input is not what it should be, for this reason. */
  public TraceFormatException(String message, Throwable cause) {
    super(message, cause);
  }
}
