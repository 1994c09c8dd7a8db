package org.pageproof.generation;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.PageRange;

/**
 * Draws pages and ranges of region 0 of a huge plan: all of it, its ends, and what lies at bounds
 * that matter to the kernel, which takes the pages of a request {@value #CHUNK}, 64 or 512 at a
 * time.
 */
final class HugeRanges {
  private static final int PAGES = AddressPlan.HUGE_PAGES;
  private static final int UNIT = AddressPlan.UNIT_PAGES;
  private static final int CHUNK = 32;

  private final AddressPlan plan;
  private final Dice dice;

  HugeRanges(AddressPlan plan, Dice dice) {
    this.plan = plan;
    this.dice = dice;
  }

  /** A page at an end of the region, or at a bound in it. */
  int page() {
    int ticket = dice.below(10);
    if (ticket < 3) {
      return 0;
    }
    if (ticket < 5) {
      return PAGES - 1;
    }
    return ticket == 5 ? dice.below(PAGES) : bound() + dice.oneOf(-1, 0, 0, 1);
  }

  /** A bound within the region. */
  private int bound() {
    int step = dice.oneOf(CHUNK, UNIT, PAGES / 2);
    return step * (1 + dice.below(PAGES / step - 1));
  }

  /** A range that begins in the region, of at most as many pages as it has. */
  PageRange range() {
    int ticket = dice.below(100);
    if (ticket < 38) {
      return of(0, PAGES);
    }
    if (ticket < 62) {
      return of(page(), 1);
    }
    if (ticket < 74) {
      return of(bound() - 1, 2 + dice.below(2));
    }
    if (ticket < 86) {
      return units();
    }
    if (ticket < 91) {
      return dice.percent(50) ? of(0, PAGES - 1) : of(1, PAGES - 1);
    }
    return intoRegion1();
  }

  /** Some neighbouring units, or chunks. */
  private PageRange units() {
    int step = dice.oneOf(CHUNK, UNIT, UNIT);
    int first = dice.below(PAGES / step);
    int count = dice.percent(60) ? 1 : 1 + dice.below(PAGES / step - first);
    return of(first * step, count * step);
  }

  private PageRange intoRegion1() {
    int there = 1 + dice.below(plan.pagesPerRegion());
    int here = dice.oneOf(1, 2, UNIT, PAGES - there);
    return of(PAGES - here, here + there);
  }

  /** The range and what else belongs to its units, where areas can begin and end. */
  PageRange bounding(PageRange range) {
    int first = range.firstPage(plan);
    int last = Math.min(first + range.count(), plan.arenaPages()) - 1;
    int start = plan.firstPage(plan.areaUnit(first));
    int end = plan.firstPage(plan.areaUnit(last) + 1);
    return PageRange.of(range.region(), range.page() - (first - start), end - start);
  }

  private static PageRange of(int page, int count) {
    return PageRange.of(0, page, count);
  }
}
