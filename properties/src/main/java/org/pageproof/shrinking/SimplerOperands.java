package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.PageRange.Shape;

/** What may stand in place of an operand, the boldest first. */
final class SimplerOperands {
  /** Longer stretches of pages are cut in two; others only lose pages at their ends. */
  private static final int LONG = 16;

  private SimplerOperands() {}

  /** The choices before this one. */
  static <T> List<T> before(T choice, List<T> simplestFirst) {
    return simplestFirst.subList(0, simplestFirst.indexOf(choice));
  }

  /** The same bits without one of them. */
  static List<Long> withoutOneBit(long bits) {
    List<Long> all = new ArrayList<>(2);
    for (long rest = bits; rest != 0; rest &= rest - 1) {
      all.add(bits & ~Long.lowestOneBit(rest));
    }
    return all;
  }

  /** What a number of pages may become less by: one, and of many pages much first. */
  private static List<Integer> steps(int pages) {
    List<Integer> steps = new ArrayList<>();
    for (int step = Integer.highestOneBit(pages) / 2; pages >= LONG && step > 1; step /= 2) {
      steps.add(step);
    }
    steps.add(1);
    return steps;
  }

  /** The numbers of pages before this one, the first and those that lead on from there. */
  static List<Integer> pages(int page) {
    List<Integer> all = new ArrayList<>();
    if (page > 0) {
      all.add(0);
      steps(page).forEach(step -> all.add(page - step));
    }
    return all;
  }

  /** Ranges that are whole, shorter, or nearer to the arena's start. */
  static List<PageRange> ranges(PageRange r) {
    List<PageRange> all = new ArrayList<>(4);
    if (r.shape() != Shape.WHOLE) {
      all.add(PageRange.of(r.region(), r.page(), r.count()));
    }
    if (r.count() > 1) {
      all.add(new PageRange(r.region(), r.page(), 1, r.shape()));
      for (int step : steps(r.count())) {
        all.add(new PageRange(r.region(), r.page(), r.count() - step, r.shape()));
        all.add(new PageRange(r.region(), r.page() + step, r.count() - step, r.shape()));
      }
    }
    for (int page : pages(r.page())) {
      all.add(new PageRange(r.region(), page, r.count(), r.shape()));
    }
    if (r.region() > 0) {
      all.add(new PageRange(0, r.page(), r.count(), r.shape()));
    }
    return all;
  }
}
