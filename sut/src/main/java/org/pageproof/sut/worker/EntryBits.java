package org.pageproof.sut.worker;

import org.pageproof.vocabulary.Pages;

/** What a pagemap entry says, in the bits of {@link Pages}. */
@FunctionalInterface
public interface EntryBits {
  /** The bits of an entry that is not 0. */
  int of(long entry);

  /** The bits that every kernel tells (Documentation/admin-guide/mm/pagemap.rst). */
  static int usual(long entry) {
    return bit(entry, 63, Pages.PRESENT)
        | bit(entry, 62, Pages.SWAPPED)
        | bit(entry, 61, Pages.FILE)
        | bit(entry, 58, Pages.GUARD)
        | bit(entry, 57, Pages.UFFD_WP);
  }

  private static int bit(long entry, int number, int value) {
    return (entry >>> number & 1) == 0 ? 0 : value;
  }
}
