package org.pageproof.vocabulary.userfaultfd;

import org.pageproof.vocabulary.PageRange;

/**
 * UFFDIO_ZEROPAGE. Out-field: {@code zeropage}.
 *
 * @param fd the descriptor slot
 * @param range the destination
 * @param mode the mode bits
 * @param argument where the struct lies
 */
public record Zeropage(int id, int fd, PageRange range, long mode, Argument argument)
    implements RangeIoctl {
  /** Do not wake the waiters. */
  public static final long MODE_DONTWAKE = 1;

  /** All bits that name a mode. */
  public static final long KNOWN_MODES = 1;

  @Override
  public UffdKind kind() {
    return UffdKind.ZEROPAGE;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.zeropage(this, parameter);
  }
}
