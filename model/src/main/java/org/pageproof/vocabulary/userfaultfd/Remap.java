package org.pageproof.vocabulary.userfaultfd;

import org.pageproof.vocabulary.PageRange;

/**
 * mremap(2) of whole pages. Returns 0 when the kernel returns the expected address.
 *
 * @param range what to move or resize, of shape {@link PageRange.Shape#WHOLE}
 * @param pages the new length in pages; it stays within the region slot that it begins in
 * @param target {@link #IN_PLACE}, or the region slot to whose start it moves (MREMAP_MAYMOVE |
 *     MREMAP_FIXED); what is mapped there is unmapped
 */
public record Remap(int id, PageRange range, int pages, int target) implements UffdCommand {
  /** Grow or shrink where it is: no MREMAP_MAYMOVE. */
  public static final int IN_PLACE = -1;

  /** Checks the shape. */
  public Remap {
    if (range.shape() != PageRange.Shape.WHOLE || pages < 1 || target < IN_PLACE) {
      throw new IllegalArgumentException("no such remapping: " + range + " to " + pages);
    }
  }

  /** Whether it moves to another place. */
  public boolean moves() {
    return target != IN_PLACE;
  }

  /** Where it lies afterwards. */
  public PageRange destination() {
    return moves()
        ? PageRange.of(target, 0, pages)
        : PageRange.of(range.region(), range.page(), pages);
  }

  @Override
  public UffdKind kind() {
    return UffdKind.REMAP;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.remap(this, parameter);
  }
}
