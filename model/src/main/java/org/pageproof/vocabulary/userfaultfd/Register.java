package org.pageproof.vocabulary.userfaultfd;

import org.pageproof.vocabulary.PageRange;

/**
 * UFFDIO_REGISTER. Out-field: {@code ioctls}.
 *
 * @param fd the descriptor slot
 * @param range what to register
 * @param mode the mode bits
 * @param argument where the struct lies
 */
public record Register(int id, int fd, PageRange range, long mode, Argument argument)
    implements RangeIoctl {
  /** Track missing pages. */
  public static final long MODE_MISSING = 1;

  /** Track minor faults; anonymous memory has none. */
  public static final long MODE_MINOR = 4;

  /** Track writes to protected pages. */
  public static final long MODE_WP = 2;

  /** All bits that name a mode. */
  public static final long KNOWN_MODES = MODE_MISSING | MODE_WP | MODE_MINOR;

  @Override
  public UffdKind kind() {
    return UffdKind.REGISTER;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.register(this, parameter);
  }
}
