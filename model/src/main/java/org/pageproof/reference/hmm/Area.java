package org.pageproof.reference.hmm;

/** The attributes of the area (VMA) that an arena page belongs to, as bits of a byte. */
final class Area {
  /** The page is mapped; without it no other bit is set. */
  static final int MAPPED = 1;

  /** PROT_READ. */
  static final int READABLE = 2;

  /** PROT_WRITE. */
  static final int WRITABLE = 4;

  /** Shared memory. */
  static final int SHARED = 8;

  /** A private mapping of a file. */
  static final int FILE = 16;

  /** Its memory is not accounted for, because it was made read-only before it had any. */
  static final int UNACCOUNTED = 32;

  /** It is to have huge pages. MADV_HUGEPAGE. */
  static final int ADVISED = 64;

  /** What areas that are one have in common. */
  static final int ATTRIBUTES = MAPPED | READABLE | WRITABLE | SHARED | FILE | ADVISED;

  /** All that is known of an area. */
  static final int ALL = ATTRIBUTES | UNACCOUNTED;

  private static final int PROTECTION = READABLE | WRITABLE;

  private Area() {}

  /**
   * The same area with another protection. mprotect_fixup().
   *
   * @param unaccount whether anonymous memory that is made read-only is not accounted for any more
   */
  static int withProtection(int area, boolean unaccount, boolean readable, boolean writable) {
    int changed = (area & ~PROTECTION) | (readable ? READABLE : 0) | (writable ? WRITABLE : 0);
    if (writable) {
      return changed & ~UNACCOUNTED;
    }
    return isAnonymous(area) && unaccount ? changed | UNACCOUNTED : changed;
  }

  /** Whether the CPU may load from it: a writable area can always be read on x86. */
  static boolean isLoadable(int area) {
    return (area & PROTECTION) != 0;
  }

  /** Whether it is private anonymous memory. */
  static boolean isAnonymous(int area) {
    return (area & (MAPPED | SHARED | FILE)) == MAPPED;
  }
}
