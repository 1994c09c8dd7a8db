package org.pageproof.verdict;

import org.pageproof.vocabulary.Pages;

/**
 * What an expectation leaves to the kernel. Sets of arena pages; bit n is page n.
 *
 * @param optionalStarts the pages at which an area may or may not begin: whether two areas that
 *     could be one are merged is the kernel's choice
 * @param droppable the pages that may have been dropped, because MADV_FREE allowed it
 * @param droppableInChild the pages of the child that may have been dropped
 * @param compared what is compared at all
 * @param ends whether nothing can be foretold of what follows: judging ends with this step. So it
 *     does when the system under test dies
 */
public record Leeway(
    long optionalStarts,
    long droppable,
    long droppableInChild,
    Leeway.Compared compared,
    boolean ends) {
  /** What of an observation is compared. */
  public enum Compared {
    EVERYTHING,
    /** All but what the buffer holds. */
    ALL_BUT_DATA,
    /** The reply alone. */
    REPLY
  }

  /** Nothing is left open. */
  public static final Leeway NONE = new Leeway(0, 0, 0);

  /** What the buffer holds is left open. */
  public static final Leeway DATA = new Leeway(0, 0, 0, Compared.ALL_BUT_DATA, false);

  /** What follows is left open. */
  public static final Leeway ENDS = new Leeway(0, 0, 0, Compared.EVERYTHING, true);

  /** All but the reply is left open, and what follows. */
  public static final Leeway REPLY = new Leeway(0, 0, 0, Compared.REPLY, true);

  /** Only areas and dropped pages are left open. */
  public Leeway(long optionalStarts, long droppable, long droppableInChild) {
    this(optionalStarts, droppable, droppableInChild, Compared.EVERYTHING, false);
  }

  /** Whether two views of pages are equal but for droppable pages that are absent. */
  static boolean allows(Pages expected, Pages seen, long droppable) {
    return expected.equals(seen)
        || (droppable != 0 && expected.equals(merge(expected, seen, droppable)));
  }

  /** What was seen, with dropped pages as expected. */
  private static Pages merge(Pages expected, Pages seen, long droppable) {
    Pages merged = seen;
    for (long rest = droppable; rest != 0; rest &= rest - 1) {
      int page = Long.numberOfTrailingZeros(rest);
      if (seen.bits(page) == 0) {
        merged = merged.with(page, expected.bits(page), expected.head(page), expected.tail(page));
      }
    }
    return merged;
  }
}
