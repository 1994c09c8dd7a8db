package org.pageproof.vocabulary.hmm;

import org.pageproof.vocabulary.AddressPlan;

/**
 * mmap(2) at the start of a region slot, with MAP_FIXED_NOREPLACE, PROT_READ | PROT_WRITE; where it
 * {@linkplain #isHuge maps room for a huge page}, madvise(2) with MADV_HUGEPAGE follows. Returns 0.
 *
 * @param region the region slot
 * @param pages the number of pages
 * @param backing what is mapped
 */
public record Map(int id, int region, int pages, Map.Backing backing) implements HmmCommand {
  /** What is mapped. */
  public enum Backing {
    /** MAP_PRIVATE | MAP_ANONYMOUS. */
    ANONYMOUS,
    /** MAP_SHARED | MAP_ANONYMOUS: shared memory that is all holes. */
    SHARED,
    /** MAP_PRIVATE of a memfd(2) whose page k is filled with {@code Token.of(id, k)}. */
    PRIVATE_FILE
  }

  /**
   * Whether huge pages are asked for: anonymous memory in all of region 0 of a huge plan. Areas
   * that were advised so and others never merge.
   */
  public boolean isHuge() {
    return region == 0 && pages == AddressPlan.HUGE_PAGES && backing == Backing.ANONYMOUS;
  }

  @Override
  public HmmKind kind() {
    return HmmKind.MAP;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.map(this, parameter);
  }
}
