package org.pageproof.vocabulary.userfaultfd;

/**
 * close(2) of a descriptor.
 *
 * @param fd the descriptor slot
 */
public record Close(int id, int fd) implements UffdCommand {
  @Override
  public UffdKind kind() {
    return UffdKind.CLOSE;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.close(this, parameter);
  }
}
