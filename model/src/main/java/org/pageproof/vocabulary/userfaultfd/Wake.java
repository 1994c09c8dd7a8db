package org.pageproof.vocabulary.userfaultfd;

import org.pageproof.vocabulary.PageRange;

/**
 * UFFDIO_WAKE. No out-field.
 *
 * @param fd the descriptor slot
 * @param range whose waiters to wake
 * @param argument where the struct lies
 */
public record Wake(int id, int fd, PageRange range, Argument argument) implements RangeIoctl {
  @Override
  public UffdKind kind() {
    return UffdKind.WAKE;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.wake(this, parameter);
  }
}
