package org.pageproof.reference.userfaultfd;

import java.util.function.IntPredicate;
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
    return state.withPages(pages, state.unseen().withoutLeftover(pageSet));
  }

  /**
   * These pages are protected: present pages get the bit; empty entries become markers where that
   * is asked for.
   *
   * @param marksEmpty whether a page's entry becomes a marker if it is empty
   */
  static UffdState set(UffdState state, long pageSet, IntPredicate marksEmpty) {
    Pages pages = state.pages();
    for (long rest = pageSet; rest != 0; rest &= rest - 1) {
      int page = Long.numberOfTrailingZeros(rest);
      int bits = pages.bits(page);
      if (pages.present(page)) {
        pages = pages.with(page, bits | Pages.UFFD_WP, pages.head(page), pages.tail(page));
      } else if (marksEmpty.test(page)) {
        pages = pages.with(page, Pages.SWAPPED | Pages.UFFD_WP, 0, 0);
      }
    }
    return state.withPages(pages, state.unseen().withoutLeftover(pageSet));
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
