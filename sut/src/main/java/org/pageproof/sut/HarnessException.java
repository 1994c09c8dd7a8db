package org.pageproof.sut;

/** Our own machinery or the machine failed. The message is one line: what is wrong, what to do. */
public class HarnessException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /** Something of ours failed. */
  public HarnessException(String message) {
    super(message);
  }

  /** Something of ours failed, for this reason. */
  public HarnessException(String message, Throwable cause) {
    super(message, cause);
  }
}
