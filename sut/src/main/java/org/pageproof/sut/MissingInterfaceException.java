package org.pageproof.sut;

/** A kernel does not have the interface that is to be tested: there is nothing to say of it. */
public final class MissingInterfaceException extends HarnessException {
  private static final long serialVersionUID = 1;

  /** The message is one line: what is missing, and what has it. */
  public MissingInterfaceException(String message) {
    super(message);
  }
}
