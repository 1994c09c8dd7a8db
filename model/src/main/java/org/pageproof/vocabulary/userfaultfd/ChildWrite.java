package org.pageproof.vocabulary.userfaultfd;

/**
 * Stores the command's token in the first 8 bytes of the child's page, through {@code
 * /proc/PID/mem}. Returns 8.
 *
 * @param region the region slot
 * @param page the page, from the start of the region
 */
public record ChildWrite(int id, int region, int page) implements UffdCommand {

  @Override
  public UffdKind kind() {
    return UffdKind.CHILDWRITE;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.childWrite(this, parameter);
  }
}
