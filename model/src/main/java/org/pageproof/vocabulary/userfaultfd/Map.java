package org.pageproof.vocabulary.userfaultfd;

/**
 * mmap(2) of private anonymous memory, readable and writable, at the start of a region slot, with
 * MAP_FIXED_NOREPLACE. Returns 0.
 *
 * @param region the region slot
 * @param pages the number of pages
 */
public record Map(int id, int region, int pages) implements UffdCommand {
  @Override
  public UffdKind kind() {
    return UffdKind.MAP;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.map(this, parameter);
  }
}
