package org.pageproof.sut.worker;

/** The hang limit passed and the threads are still neither done nor asleep; says where they are. */
public final class HangException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String evidence;

  /** The evidence, in one line. */
  HangException(String evidence) {
    super(evidence);
    this.evidence = evidence;
  }

  /** Where the threads are, in one line. */
  public String evidence() {
    return evidence;
  }
}
