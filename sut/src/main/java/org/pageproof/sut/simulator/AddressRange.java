package org.pageproof.sut.simulator;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.PageRange;

/**
 * A start address and a length as a system call is given them, in bytes and unchecked.
 *
 * @param start the address
 * @param length the length, unsigned
 */
record AddressRange(long start, long length) {
  /** The end of user space with four levels of page tables. */
  private static final long TASK_SIZE = 0x7fff_ffff_f000L;

  private static final long OFFSET_MASK = AddressPlan.PAGE_SIZE - 1;
  private static final int PAGE_SHIFT = 12;

  static AddressRange of(PageRange range, AddressPlan plan) {
    return new AddressRange(range.start(plan), range.length());
  }

  /** Whether userfaultfd takes it: whole pages, not empty, in user space (validate_range). */
  boolean isValid() {
    return isAligned(start) && isAligned(length) && length != 0 && isInTask();
  }

  boolean startsAtPage() {
    return isAligned(start);
  }

  boolean isInTask() {
    return Long.compareUnsigned(start, TASK_SIZE) < 0
        && Long.compareUnsigned(length, TASK_SIZE - start) <= 0;
  }

  /** Whether the end lies below the start, once the length is rounded up to whole pages. */
  boolean wraps() {
    long rounded = (length + OFFSET_MASK) & ~OFFSET_MASK;
    return (length != 0 && rounded == 0) || Long.compareUnsigned(start + rounded, start) < 0;
  }

  /** The arena page at which it starts. */
  int firstPage() {
    return (int) ((start - AddressPlan.BASE) >> PAGE_SHIFT);
  }

  /** The number of pages, counting a page begun as whole. */
  int pages() {
    return (int) ((length + OFFSET_MASK) >>> PAGE_SHIFT);
  }

  /** The arena page after its last one. */
  int endPage() {
    return firstPage() + pages();
  }

  private static boolean isAligned(long bytes) {
    return (bytes & OFFSET_MASK) == 0;
  }
}
