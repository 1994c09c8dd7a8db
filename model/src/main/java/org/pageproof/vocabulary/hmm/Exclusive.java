package org.pageproof.vocabulary.hmm;

/**
 * HMM_DMIRROR_EXCLUSIVE: takes pages for the exclusive access of the device, until the CPU touches
 * them, and copies them to the buffer. Out-fields: cpages, faults.
 *
 * @param request the argument
 */
public record Exclusive(int id, Request request) implements MirrorIoctl {
  /** Checks the shape. */
  public Exclusive {
    request.requireBounded();
  }

  @Override
  public HmmKind kind() {
    return HmmKind.EXCLUSIVE;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.exclusive(this, parameter);
  }
}
