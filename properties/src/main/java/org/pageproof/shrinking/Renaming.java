package org.pageproof.shrinking;

import java.util.function.IntUnaryOperator;
import org.pageproof.vocabulary.PageRange;

/**
 * New numbers for the slots that commands name, and new places for their pages. A slot that an
 * interface does not have is never asked for.
 *
 * @param descriptor the new number of a descriptor slot
 * @param thread the new number of a thread slot
 * @param device the new number of a device
 * @param ranges the new place of a range; a map is the range of its pages
 */
record Renaming(
    IntUnaryOperator descriptor, IntUnaryOperator thread, IntUnaryOperator device, Ranges ranges) {

  /** Moves ranges. */
  @FunctionalInterface
  interface Ranges {
    /**
     * The new place.
     *
     * @param whole whether the command names a stretch of pages only to have them mapped or
     *     registered, so that more pages than needed do no harm
     */
    PageRange move(PageRange range, boolean whole);
  }

  private static final IntUnaryOperator SAME_SLOT = IntUnaryOperator.identity();

  static final Renaming SAME =
      new Renaming(SAME_SLOT, SAME_SLOT, SAME_SLOT, (range, whole) -> range);

  Renaming withDescriptor(IntUnaryOperator newDescriptor) {
    return new Renaming(newDescriptor, thread, device, ranges);
  }

  Renaming withThread(IntUnaryOperator newThread) {
    return new Renaming(descriptor, newThread, device, ranges);
  }

  Renaming withDevice(IntUnaryOperator newDevice) {
    return new Renaming(descriptor, thread, newDevice, ranges);
  }

  Renaming withRanges(Ranges newRanges) {
    return new Renaming(descriptor, thread, device, newRanges);
  }

  PageRange whole(PageRange range) {
    return ranges.move(range, true);
  }

  PageRange part(PageRange range) {
    return ranges.move(range, false);
  }

  /** A single page, which is a part. */
  PageRange page(int region, int page) {
    return part(PageRange.of(region, page, 1));
  }
}
