package org.pageproof.vocabulary.userfaultfd;

import org.pageproof.vocabulary.PageRange;

/**
 * UFFDIO_COPY. Out-field: {@code copy}.
 *
 * @param fd the descriptor slot
 * @param range the destination
 * @param source where the data come from
 * @param mode the mode bits
 * @param argument where the struct lies
 */
public record Copy(int id, int fd, PageRange range, Source source, long mode, Argument argument)
    implements RangeIoctl {
  /** Do not wake the waiters. */
  public static final long MODE_DONTWAKE = 1;

  /** Install write-protected. */
  public static final long MODE_WP = 2;

  /** All bits that name a mode. */
  public static final long KNOWN_MODES = 3;

  @Override
  public UffdKind kind() {
    return UffdKind.COPY;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.copy(this, parameter);
  }
}
