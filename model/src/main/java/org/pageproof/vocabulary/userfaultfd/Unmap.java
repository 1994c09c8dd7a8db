package org.pageproof.vocabulary.userfaultfd;

import org.pageproof.vocabulary.PageRange;

/**
 * munmap(2).
 *
 * @param range what to unmap
 */
public record Unmap(int id, PageRange range) implements UffdCommand {
  @Override
  public UffdKind kind() {
    return UffdKind.UNMAP;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.unmap(this, parameter);
  }
}
