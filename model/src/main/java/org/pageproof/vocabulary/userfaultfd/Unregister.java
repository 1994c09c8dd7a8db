package org.pageproof.vocabulary.userfaultfd;

import org.pageproof.vocabulary.PageRange;

/**
 * UFFDIO_UNREGISTER. No out-field.
 *
 * @param fd the descriptor slot
 * @param range what to unregister
 * @param argument where the struct lies
 */
public record Unregister(int id, int fd, PageRange range, Argument argument) implements RangeIoctl {
  @Override
  public UffdKind kind() {
    return UffdKind.UNREGISTER;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.unregister(this, parameter);
  }
}
