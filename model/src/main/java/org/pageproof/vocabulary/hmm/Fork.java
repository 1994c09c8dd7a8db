package org.pageproof.vocabulary.hmm;

/**
 * Creates a child process (clone(2) without CLONE_VM and CLONE_FILES) that does nothing by itself:
 * its pages are observed until {@link Reap}, and it keeps references to the mirrors. Returns 0.
 */
public record Fork(int id) implements HmmCommand {
  @Override
  public HmmKind kind() {
    return HmmKind.FORK;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.fork(this, parameter);
  }
}
