package org.pageproof.reference.userfaultfd;

import org.pageproof.vocabulary.Pages;

/** Write-protection bits are set and cleared. mm/mprotect.c, change_pte_range(). */
final class Marks {
  private Marks() {}

  /**
   * The protection of these pages ends: present pages lose their bit, markers become empty entries.
   */
  static UffdState clear(UffdState state, long pageSet) {
    Pages pages = state.pages();
    for (long rest = pageSet; rest != 0; rest &= rest - 1) {
      int page = Long.numberOfTrailingZeros(rest);
      if (state.marker(page)) {
        pages = pages.with(page, 0, 0, 0);
      } else if (state.marked(page)) {
        int bits = pages.bits(page) & ~Pages.UFFD_WP;
        pages = pages.with(page, bits, pages.head(page), pages.tail(page));
      }
    }
    UffdState.Unseen unseen =
        new UffdState.Unseen(state.unseen().leftover() & ~pageSet, state.unseen().lazy());
    return state.withPages(pages, unseen);
  }

  /**
   * These pages are protected: present pages get the bit; empty entries become markers where that
   * is asked for.
   *
   * @param populated whether empty entries stay as they are
   */
  static UffdState set(UffdState state, long pageSet, java.util.function.IntPredicate populated) {
    Pages pages = state.pages();
    for (long rest = pageSet; rest != 0; rest &= rest - 1) {
      int page = Long.numberOfTrailingZeros(rest);
      int bits = pages.bits(page);
      if (pages.present(page)) {
        pages = pages.with(page, bits | Pages.UFFD_WP, pages.head(page), pages.tail(page));
      } else if (!populated.test(page)) {
        pages = pages.with(page, Pages.SWAPPED | Pages.UFFD_WP, 0, 0);
      }
    }
    UffdState.Unseen unseen =
        new UffdState.Unseen(state.unseen().leftover() & ~pageSet, state.unseen().lazy());
    return state.withPages(pages, unseen);
  }

  /** The marked pages of a set. */
  static long in(UffdState state, long pageSet) {
    long marked = 0;
    for (long rest = pageSet; rest != 0; rest &= rest - 1) {
      int page = Long.numberOfTrailingZeros(rest);
      marked |= state.marked(page) ? rest & -rest : 0;
    }
    return marked;
  }
}
