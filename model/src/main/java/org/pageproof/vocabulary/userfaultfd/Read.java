package org.pageproof.vocabulary.userfaultfd;

/**
 * read(2) of messages. Returns the number of bytes.
 *
 * @param fd the descriptor slot
 * @param bytes the size of the buffer
 * @param badBuffer whether the buffer lies at {@link
 *     org.pageproof.vocabulary.AddressPlan#BAD_ADDRESS}
 */
public record Read(int id, int fd, int bytes, boolean badBuffer) implements UffdCommand {
  @Override
  public UffdKind kind() {
    return UffdKind.READ;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.read(this, parameter);
  }
}
