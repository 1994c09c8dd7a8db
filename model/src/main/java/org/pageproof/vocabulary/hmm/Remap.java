package org.pageproof.vocabulary.hmm;

import org.pageproof.vocabulary.PageRange;

/**
 * mremap(2) of whole pages with MREMAP_MAYMOVE | MREMAP_FIXED to the start of a region slot, of the
 * same length; what is mapped there is unmapped. Returns 0 when the kernel returns that address.
 *
 * @param range what to move, of shape {@link PageRange.Shape#WHOLE}
 * @param target the region slot to whose start it moves
 */
public record Remap(int id, PageRange range, int target) implements HmmCommand {
  /** Where it lies afterwards. */
  public PageRange destination() {
    return PageRange.of(target, 0, range.count());
  }

  @Override
  public HmmKind kind() {
    return HmmKind.REMAP;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.remap(this, parameter);
  }
}
