package org.pageproof.vocabulary.hmm;

/**
 * open(2) of {@code /dev/hmm_dmirrorN}, O_RDWR | O_CLOEXEC, into a mirror slot. Returns 0.
 *
 * @param mirror the slot
 * @param device N, 0 to 3; 0 and 1 have private memory, 2 and 3 coherent memory
 */
public record Open(int id, int mirror, int device) implements HmmCommand {
  @Override
  public HmmKind kind() {
    return HmmKind.OPEN;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.open(this, parameter);
  }
}
