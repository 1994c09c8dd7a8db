package org.pageproof.vocabulary.hmm;

/**
 * The child's page is touched through {@code /proc/PID/mem}: 8 bytes of it are read, or the
 * command's token is stored. Reply: the word that was read, 0 for a store; EIO where nothing is
 * mapped.
 *
 * @param region the region slot
 * @param page the page, from the start of the region
 * @param write whether to store
 */
public record ChildTouch(int id, int region, int page, boolean write) implements HmmCommand {
  @Override
  public HmmKind kind() {
    return HmmKind.CHILDTOUCH;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.childTouch(this, parameter);
  }
}
