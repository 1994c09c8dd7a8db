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

  private static final int PROTECTION = READABLE | WRITABLE;

  private Area() {}

  /** The same area with another protection. */
  static int withProtection(int area, boolean readable, boolean writable) {
    return (area & ~PROTECTION) | (readable ? READABLE : 0) | (writable ? WRITABLE : 0);
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
