package org.pageproof.vocabulary.hmm;

import org.pageproof.vocabulary.PageRange;

/**
 * madvise(2) with MADV_DONTNEED. Returns 0, or ENOMEM where something was not mapped.
 *
 * @param range what to drop, of shape {@link PageRange.Shape#WHOLE}
 */
public record DontNeed(int id, PageRange range) implements HmmCommand {
  @Override
  public HmmKind kind() {
    return HmmKind.DONTNEED;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.dontNeed(this, parameter);
  }
}
