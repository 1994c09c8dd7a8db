package org.pageproof.sut.worker;

/** The kernel was harmed by a sequence, which showed only when what it left was cleaned up. */
public final class HarmException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String evidence;

  /** The evidence, in one line. */
  public HarmException(String evidence) {
    super(evidence);
    this.evidence = evidence;
  }

  /** How it showed, in one line. */
  public String evidence() {
    return evidence;
  }
}
