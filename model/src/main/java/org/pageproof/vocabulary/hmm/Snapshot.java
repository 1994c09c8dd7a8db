package org.pageproof.vocabulary.hmm;

/**
 * HMM_DMIRROR_SNAPSHOT: writes one byte for each page to the buffer, which is observed as the word
 * of that value. Out-fields: cpages, faults.
 *
 * @param request the argument
 */
public record Snapshot(int id, Request request) implements MirrorIoctl {
  /** Checks the shape. */
  public Snapshot {
    request.requireBounded();
  }

  @Override
  public HmmKind kind() {
    return HmmKind.SNAPSHOT;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.snapshot(this, parameter);
  }
}
