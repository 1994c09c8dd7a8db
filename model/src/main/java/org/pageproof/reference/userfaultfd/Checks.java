package org.pageproof.reference.userfaultfd;

import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.PageRange.Shape;

/** The checks that several commands make in the same way. */
final class Checks {
  private Checks() {}

  /**
   * The range of an ioctl: start and length page aligned, length not 0, all of it below the task's
   * end. fs/userfaultfd.c, validate_range().
   */
  static boolean badRange(PageRange range) {
    return range.shape() != Shape.WHOLE;
  }

  /** Whether some page of the range is mapped. */
  static boolean someMapped(UffdState state, PageRange range) {
    return (range.pageSet(state.plan()) & state.layout().mapped()) != 0;
  }

  /**
   * Whether a fill may not go there: the first page is not mapped, its area belongs to no context,
   * or the range leaves that one area. mm/userfaultfd.c, find_dst_vma().
   */
  static boolean badDestination(UffdState state, PageRange range) {
    int first = range.firstPage(state.plan());
    return first >= state.plan().arenaPages()
        || !state.registered(first)
        || first + range.count() > state.layout().areaEnd(first);
  }
}
