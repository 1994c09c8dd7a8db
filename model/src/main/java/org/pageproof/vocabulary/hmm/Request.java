package org.pageproof.vocabulary.hmm;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.MirrorView;

/**
 * The argument of an ioctl of the driver, {@code struct hmm_dmirror_cmd} of {@code
 * lib/test_hmm_uapi.h}: whole pages counted from a region slot, or a deliberate misuse of them.
 *
 * @param mirror the slot of the descriptor, 0 to {@link MirrorView#MIRRORS} - 1
 * @param region the region slot that the range is counted from
 * @param page the first page, from the region's start
 * @param count the number of pages, 1 or more; also the size of the buffer
 * @param shape how {@code addr} and {@code npages} are derived from them
 * @param buffer where {@code ptr} and the struct itself lie
 */
public record Request(int mirror, int region, int page, int count, Shape shape, Buffer buffer) {
  /** How a range becomes {@code addr} and {@code npages}. */
  public enum Shape {
    /** As the pages say. */
    WHOLE,
    /** {@code addr} is 16 bytes into the first page. */
    UNALIGNED,
    /** {@code npages} is 0. */
    EMPTY,
    /** {@code npages} is 2^52 more, which the driver's shift drops. */
    HIGH_BITS,
    /** {@code npages} is 2^52. */
    ONLY_HIGH_BITS,
    /** {@code npages} is 2^52 - 1, so that the end wraps around. */
    WRAPPING,
    /** {@code addr} is 0xffff800000000000, beyond every task's address space. */
    BEYOND_TASK,
    /** {@code npages} is 2^32, more than a bounce buffer can have. For READ and WRITE alone. */
    TOO_LARGE
  }

  /** Where the buffer and the struct lie. */
  public enum Buffer {
    /** Both in ordinary memory. */
    VALID,
    /** {@code ptr} is {@link AddressPlan#BAD_ADDRESS}. */
    BAD,
    /** {@code ptr} points to pages that may only be read. */
    READ_ONLY,
    /** The struct lies at {@link AddressPlan#BAD_ADDRESS}. */
    STRUCT_UNREADABLE,
    /** The struct lies in a page that may only be read: its out-fields can't be written. */
    STRUCT_READ_ONLY;

    /** Whether the kernel could write to {@code ptr}, so that what it holds is observed. */
    public boolean isWritable() {
      return this == VALID || this == STRUCT_READ_ONLY;
    }
  }

  /** Checks the numbers. */
  public Request {
    if (mirror < 0
        || mirror >= MirrorView.MIRRORS
        || region < 0
        || region >= AddressPlan.REGIONS
        || page < 0
        || count < 1) {
      throw new IllegalArgumentException(
          "no such request: m" + mirror + " r" + region + "p" + page + "+" + count);
    }
  }

  /** A well-formed request. */
  public static Request of(int mirror, int region, int page, int count) {
    return new Request(mirror, region, page, count, Shape.WHOLE, Buffer.VALID);
  }

  /** The same request of another shape. */
  public Request withShape(Shape newShape) {
    return new Request(mirror, region, page, count, newShape, buffer);
  }

  /** The same request with another buffer. */
  public Request withBuffer(Buffer newBuffer) {
    return new Request(mirror, region, page, count, shape, newBuffer);
  }

  /** Refuses {@link Shape#TOO_LARGE}, which most ioctls would walk page by page for hours. */
  void requireBounded() {
    if (shape == Shape.TOO_LARGE) {
      throw new IllegalArgumentException("only READ and WRITE may ask for 2^32 pages");
    }
  }

  /** The arena page at which the range begins, whatever its shape. */
  public int firstPage(AddressPlan plan) {
    return plan.arenaPage(region, page);
  }

  /** {@code addr}, in bytes. */
  public long address(AddressPlan plan) {
    return switch (shape) {
      case BEYOND_TASK -> 0xffff_8000_0000_0000L;
      case UNALIGNED -> plan.address(firstPage(plan)) + 16;
      case WHOLE, EMPTY, HIGH_BITS, ONLY_HIGH_BITS, WRAPPING, TOO_LARGE ->
          plan.address(firstPage(plan));
    };
  }

  /** {@code npages}, unsigned. */
  public long npages() {
    return switch (shape) {
      case EMPTY -> 0;
      case HIGH_BITS -> (1L << 52) + count;
      case ONLY_HIGH_BITS -> 1L << 52;
      case WRAPPING -> (1L << 52) - 1;
      case TOO_LARGE -> 1L << 32;
      case WHOLE, UNALIGNED, BEYOND_TASK -> count;
    };
  }
}
