package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.PageRange.Shape;

/** What may stand in place of an operand, the boldest first. */
final class SimplerOperands {
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

  /** Ranges that are whole, shorter, or nearer to the arena's start. */
  static List<PageRange> ranges(PageRange r) {
    List<PageRange> all = new ArrayList<>(4);
    if (r.shape() != Shape.WHOLE) {
      all.add(PageRange.of(r.region(), r.page(), r.count()));
    }
    if (r.count() > 1) {
      all.add(new PageRange(r.region(), r.page(), 1, r.shape()));
      all.add(new PageRange(r.region(), r.page(), r.count() - 1, r.shape()));
      all.add(new PageRange(r.region(), r.page() + 1, r.count() - 1, r.shape()));
    }
    if (r.page() > 0) {
      all.add(new PageRange(r.region(), 0, r.count(), r.shape()));
      all.add(new PageRange(r.region(), r.page() - 1, r.count(), r.shape()));
    }
    if (r.region() > 0) {
      all.add(new PageRange(0, r.page(), r.count(), r.shape()));
    }
    return all;
  }
}
