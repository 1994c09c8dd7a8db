package org.pageproof.reference.hmm;

/** A page-table entry of a process, as a byte: what kind, and bits. */
final class CpuEntry {
  /** Nothing. */
  static final int NONE = 0;

  /** The page of zeros. */
  static final int ZERO = 1;

  /** A page of the page cache: of shared memory, or of a file that was not written to. */
  static final int CACHE = 2;

  /** A page of the process's own, in system memory or a device's. */
  static final int OWN = 3;

  /** A page of the process's own that a device has exclusively. */
  static final int EXCLUSIVE = 4;

  /** The entry allows writing. */
  static final int WRITABLE = 8;

  /**
   * The page is known to be this process's alone ({@code PageAnonExclusive}). Of every writable own
   * page, but also of one that only its area makes read-only.
   */
  static final int SOLE = 16;

  /** The other process maps the same own page, at {@link AddressSpace#kin}. */
  static final int COMMON = 32;

  /** In the child: an own page that it was born with. */
  static final int INHERITED = 64;

  private static final int KIND = 7;

  private CpuEntry() {}

  /** One of the kinds. */
  static int kind(int entry) {
    return entry & KIND;
  }

  static boolean isWritable(int entry) {
    return (entry & WRITABLE) != 0;
  }

  static boolean isCommon(int entry) {
    return (entry & COMMON) != 0;
  }

  static boolean isSole(int entry) {
    return (entry & SOLE) != 0;
  }

  /** An own page that nobody else maps. */
  static int sole(boolean writable) {
    return OWN | SOLE | (writable ? WRITABLE : 0);
  }
}
