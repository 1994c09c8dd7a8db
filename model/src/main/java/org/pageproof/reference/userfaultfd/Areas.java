package org.pageproof.reference.userfaultfd;

import org.pageproof.vocabulary.Layout;

/**
 * How areas split and merge. An area never spans two owners, modes, protections or a hole; it is
 * split where a range begins or ends inside it. Whether two neighbours that could be one area are
 * merged is the kernel's choice (it depends on their history), so such bounds are optional.
 */
record Areas(Layout layout, long optionalStarts) {
  /** Bounds that are as they were. */
  static Areas unchanged(UffdState state) {
    return new Areas(state.layout(), 0);
  }

  /**
   * The areas after some pages were mapped or changed their owner, mode or protection.
   *
   * @param starts the bounds before
   * @param next the state after it, its bounds not yet changed
   * @param changed the pages that changed
   */
  static Areas after(long starts, UffdState next, long changed) {
    Layout layout = next.layout();
    long mapped = layout.mapped();
    long edges =
        next.registration().edges()
            | Registration.edges(layout.readable())
            | Registration.edges(layout.writable())
            | Registration.edges(layout.file());
    long required = mapped & (~(mapped << 1) | edges);
    long couldMerge = mapped & ~required;
    long kept = couldMerge & starts;
    long besideChange = changed | (changed << 1);
    long optional = couldMerge & besideChange & (kept | Registration.edges(changed));
    return new Areas(layout.withStarts(required | (kept & ~besideChange)), optional);
  }

  /** The areas after pages were unmapped: nothing merges. */
  static Layout afterUnmap(Layout before, long unmapped) {
    long mapped = before.mapped() & ~unmapped;
    return new Layout(
        mapped,
        (before.starts() | (unmapped << 1)) & mapped,
        before.readable() & ~unmapped,
        before.writable() & ~unmapped,
        before.file() & ~unmapped,
        before.missing() & ~unmapped,
        before.protectable() & ~unmapped);
  }
}
