package org.pageproof.vocabulary.userfaultfd;

/**
 * A thread touches the first 8 bytes of a page. Returns the word that was read, 0 for a write; the
 * thread may block until a later command wakes it.
 *
 * @param thread the thread slot, 0 to 2
 * @param region the region slot
 * @param page the page, from the start of the region
 * @param access how it is touched
 */
public record Touch(int id, int thread, int region, int page, Access access)
    implements UffdCommand {
  @Override
  public UffdKind kind() {
    return UffdKind.TOUCH;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.touch(this, parameter);
  }
}
