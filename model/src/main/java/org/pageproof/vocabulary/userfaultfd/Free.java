package org.pageproof.vocabulary.userfaultfd;

import org.pageproof.vocabulary.PageRange;

/**
 * madvise(2) with MADV_FREE: the kernel may drop the pages at any later time, until they are
 * written again.
 *
 * @param range whose pages may be dropped
 */
public record Free(int id, PageRange range) implements UffdCommand {

  @Override
  public UffdKind kind() {
    return UffdKind.FREE;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.free(this, parameter);
  }
}
