package org.pageproof.vocabulary.userfaultfd;

/** Kills the child and waits for it. Returns 0. */
public record Reap(int id) implements UffdCommand {

  @Override
  public UffdKind kind() {
    return UffdKind.REAP;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.reap(this, parameter);
  }
}
