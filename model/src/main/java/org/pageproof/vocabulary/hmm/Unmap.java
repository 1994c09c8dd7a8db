package org.pageproof.vocabulary.hmm;

import org.pageproof.vocabulary.PageRange;

/**
 * munmap(2). Returns 0.
 *
 * @param range what to unmap, of shape {@link PageRange.Shape#WHOLE}
 */
public record Unmap(int id, PageRange range) implements HmmCommand {
  @Override
  public HmmKind kind() {
    return HmmKind.UNMAP;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.unmap(this, parameter);
  }
}
