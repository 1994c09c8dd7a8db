package org.pageproof.vocabulary.userfaultfd;

import org.pageproof.vocabulary.PageRange;

/**
 * UFFDIO_WRITEPROTECT. No out-field.
 *
 * @param fd the descriptor slot
 * @param range what to protect, or no longer to
 * @param mode the mode bits: {@link #MODE_WP} protects, without it the protection ends
 * @param argument where the struct lies
 */
public record WriteProtect(int id, int fd, PageRange range, long mode, Argument argument)
    implements RangeIoctl {
  /** Protect; without this bit the protection ends and the waiters are woken. */
  public static final long MODE_WP = 1;

  /** Do not wake the waiters; only for ending the protection. */
  public static final long MODE_DONTWAKE = 2;

  /** All bits that name a mode. */
  public static final long KNOWN_MODES = 3;

  @Override
  public UffdKind kind() {
    return UffdKind.WRITEPROTECT;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.writeProtect(this, parameter);
  }
}
