package org.pageproof.vocabulary.userfaultfd;

import org.pageproof.vocabulary.PageRange;

/**
 * madvise(2) with MADV_DONTNEED.
 *
 * @param range whose pages to drop
 */
public record DontNeed(int id, PageRange range) implements UffdCommand {
  @Override
  public UffdKind kind() {
    return UffdKind.DONTNEED;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.dontNeed(this, parameter);
  }
}
