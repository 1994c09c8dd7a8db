package org.pageproof.vocabulary.hmm;

/** Kills the child and waits for its end. Returns 0. */
public record Reap(int id) implements HmmCommand {
  @Override
  public HmmKind kind() {
    return HmmKind.REAP;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.reap(this, parameter);
  }
}
