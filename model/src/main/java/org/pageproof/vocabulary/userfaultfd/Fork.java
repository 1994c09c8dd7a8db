package org.pageproof.vocabulary.userfaultfd;

/**
 * Creates a child process (clone(2) without CLONE_VM and CLONE_FILES) that touches nothing: its
 * pages are observed until {@link Reap}, and it keeps references to the descriptors. Returns 0.
 */
public record Fork(int id) implements UffdCommand {

  @Override
  public UffdKind kind() {
    return UffdKind.FORK;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.fork(this, parameter);
  }
}
