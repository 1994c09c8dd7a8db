package org.pageproof.vocabulary.hmm;

/**
 * close(2) of a mirror slot. Returns 0. The mirror ends with its last reference, which a child may
 * hold.
 *
 * @param mirror the slot
 */
public record Close(int id, int mirror) implements HmmCommand {
  @Override
  public HmmKind kind() {
    return HmmKind.CLOSE;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.close(this, parameter);
  }
}
