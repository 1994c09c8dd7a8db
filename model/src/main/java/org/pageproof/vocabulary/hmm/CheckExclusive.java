package org.pageproof.vocabulary.hmm;

/**
 * HMM_DMIRROR_CHECK_EXCLUSIVE: EPERM if the mirror has some page exclusively, otherwise 0.
 * Out-fields: cpages, faults.
 *
 * @param request the argument
 */
public record CheckExclusive(int id, Request request) implements MirrorIoctl {
  /** Checks the shape. */
  public CheckExclusive {
    request.requireBounded();
  }

  @Override
  public HmmKind kind() {
    return HmmKind.CHECK;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.checkExclusive(this, parameter);
  }
}
