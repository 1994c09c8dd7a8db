package org.pageproof.vocabulary.hmm;

/**
 * HMM_DMIRROR_RELEASE: migrates all memory of the mirror's device back to system memory and frees
 * it. The range means nothing but is checked. Out-fields: cpages, faults.
 *
 * @param request the argument
 */
public record Release(int id, Request request) implements MirrorIoctl {
  /** Checks the shape. */
  public Release {
    request.requireBounded();
  }

  @Override
  public HmmKind kind() {
    return HmmKind.RELEASE;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.release(this, parameter);
  }
}
