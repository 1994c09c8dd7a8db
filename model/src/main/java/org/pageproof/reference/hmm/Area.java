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

  /**
   * The area has had a page of its own ({@code anon_vma}): fork(2) copies the entries of such areas
   * alone. Kept at the page whose fault did it; see {@link Areas#spread}.
   */
  static final int FAULTED = 32;

  /**
   * The area's bounds have changed since the last fork, or it was moved: the kernel finds the
   * child's copy of it before it. See {@link Draft#isFoundFirst}.
   */
  static final int ALTERED = 64;

  /** Its memory is not accounted for, because it was made read-only before it had any. */
  static final int UNACCOUNTED = 128;

  /** What areas that are one have in common. */
  static final int ATTRIBUTES = MAPPED | READABLE | WRITABLE | SHARED | FILE;

  private static final int PROTECTION = READABLE | WRITABLE;

  private Area() {}

  /** The same area with another protection. mprotect_fixup(). */
  static int withProtection(int area, boolean readable, boolean writable) {
    int changed = (area & ~PROTECTION) | (readable ? READABLE : 0) | (writable ? WRITABLE : 0);
    if (writable) {
      return changed & ~UNACCOUNTED;
    }
    return isAnonymous(area) && (area & FAULTED) == 0 ? changed | UNACCOUNTED : changed;
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
