package org.pageproof.vocabulary.userfaultfd;

/**
 * poll(2) for POLLIN with a zero time-out. Returns the reported events.
 *
 * @param fd the descriptor slot
 */
public record Poll(int id, int fd) implements UffdCommand {
  @Override
  public UffdKind kind() {
    return UffdKind.POLL;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.poll(this, parameter);
  }
}
