package org.pageproof.vocabulary.userfaultfd;

/**
 * fcntl(2) F_SETFL: sets or clears O_NONBLOCK. Returns 0.
 *
 * @param fd the descriptor slot
 * @param nonblocking whether reads shall no longer block
 */
public record SetNonblocking(int id, int fd, boolean nonblocking) implements UffdCommand {

  @Override
  public UffdKind kind() {
    return UffdKind.SETFL;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.setNonblocking(this, parameter);
  }
}
