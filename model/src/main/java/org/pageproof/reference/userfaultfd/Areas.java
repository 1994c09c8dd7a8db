package org.pageproof.reference.userfaultfd;

import org.pageproof.vocabulary.Layout;

/**
 * How areas split and merge. An area never spans two owners or a hole; it is split where a range
 * begins or ends inside it. Whether two neighbours that could be one area are merged is the
 * kernel's choice (it depends on their history), so such bounds are optional.
 */
record Areas(Layout layout, long optionalStarts) {

  /** Bounds that are as they were. */
  static Areas unchanged(UffdState state) {
    return new Areas(state.layout(), 0);
  }

  /**
   * The areas after the pages of {@code changed} were mapped or changed their owner.
   *
   * @param before the state before
   * @param mapped the pages mapped now
   * @param owned0 the pages that slot 0 owns now
   * @param owned1 the pages that slot 1 owns now
   * @param changed the pages that were mapped or changed their owner
   */
  static Areas after(UffdState before, long mapped, long owned0, long owned1, long changed) {
    long ownerEdges = edges(owned0) | edges(owned1);
    long required = mapped & (~(mapped << 1) | ownerEdges);

    long couldMerge = mapped & ~required;
    long kept = couldMerge & before.layout().starts();
    long besideChange = changed | (changed << 1);
    long optional = couldMerge & besideChange & (kept | edges(changed));
    return new Areas(new Layout(mapped, required | (kept & ~besideChange)), optional);
  }

  /** The pages at which membership of the set changes. */
  private static long edges(long pageSet) {
    return pageSet ^ (pageSet << 1);
  }

  /** The areas after pages were unmapped: nothing merges. */
  static Areas afterUnmap(Layout before, long unmapped) {
    long mapped = before.mapped() & ~unmapped;
    long starts = (before.starts() | (unmapped << 1)) & mapped;
    return new Areas(new Layout(mapped, starts), 0);
  }
}
