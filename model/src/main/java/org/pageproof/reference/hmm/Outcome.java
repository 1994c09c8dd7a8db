package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.vocabulary.PageWords;

/**
 * What the body of an ioctl comes to, before its results are copied out.
 *
 * @param result how it ends
 * @param next the state then
 * @param cpages the out-field
 * @param faults the out-field
 * @param data what goes to the buffer; empty if nothing does
 * @param taint what the kernel's taint gains
 * @param corrupted whether freed memory was written before it ended, or the other process is left
 *     with a huge entry of what is no huge page any more
 * @param warned whether the kernel warned though nothing is wrong
 */
record Outcome(
    Result result,
    HmmState next,
    long cpages,
    long faults,
    List<PageWords> data,
    long taint,
    boolean corrupted,
    boolean warned) {
  /** How it ends. */
  enum Result {
    OK,
    /** A page is not mapped. */
    UNMAPPED,
    /** A page lies in an area without PROT_READ. */
    UNREADABLE,
    /** A page to be written lies in an area that may only be read. */
    READ_ONLY,
    /** A page is not anonymous memory, and cannot become so. */
    NOT_ANONYMOUS,
    /** The mirror has a page exclusively. */
    EXCLUSIVE,
    /** A page without an entry in the mirror. */
    NO_ENTRY,
    /** An allocation failed. */
    NO_MEMORY,
    /** The kernel warned, and refused to write to a page on the device. */
    WARNED,
    /** Freed memory was read. */
    STALE,
    /** The kernel died. */
    DIED;

    /** Whether it is nothing that anybody promised. */
    private boolean isDefect() {
      return this == WARNED || this == STALE || this == DIED;
    }
  }

  /** An outcome without corruption. */
  Outcome(
      Result result, HmmState next, long cpages, long faults, List<PageWords> data, long taint) {
    this(result, next, cpages, faults, data, taint, false, false);
  }

  /** Whether it is nothing that anybody promised. */
  boolean isDefect() {
    return corrupted || warned || result.isDefect();
  }

  /** The same, after freed memory was written or not. */
  Outcome withCorrupted(boolean freedWasWritten) {
    return new Outcome(result, next, cpages, faults, data, taint, freedWasWritten, warned);
  }

  /** The same with another end. */
  Outcome withResult(Result other) {
    return new Outcome(other, next, cpages, faults, data, taint, corrupted, warned);
  }

  /** The same after the migration of a huge page went wrong, or did not. */
  Outcome withMigrated(boolean leftHuge, boolean hasWarned, long newTaint) {
    return new Outcome(result, next, cpages, faults, data, newTaint, leftHuge, hasWarned);
  }

  /** The same on a kernel that is tainted already. */
  Outcome withoutTaint() {
    return new Outcome(result, next, cpages, faults, data, 0, corrupted, warned);
  }

  /** A refusal. */
  static Outcome refused(Result result, HmmState next) {
    return new Outcome(result, next, 0, 0, List.of(), 0);
  }

  /** A success without a result. */
  static Outcome ok(HmmState next, long cpages) {
    return new Outcome(Result.OK, next, cpages, 0, List.of(), 0);
  }
}
