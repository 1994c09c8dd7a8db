package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.PageRange.Shape;

/** What operands that several commands have weigh, and what is lighter than they are. */
final class Weights {
  /** More than any slot or page. */
  static final int MISUSE = 8;

  /** To move pages is more than to name them. */
  static final int MOVE = 4;

  private Weights() {}

  /** A range: its place, its length, its misuse. */
  static int pages(PageRange r) {
    return 2 * r.region() + r.page() + (r.count() - 1) + misuse(r.shape(), Shape.WHOLE);
  }

  /** A choice that is a misuse unless it is the usual one. */
  static <E extends Enum<E>> int misuse(E choice, E usual) {
    return choice == usual ? 0 : MISUSE + rank(choice);
  }

  /** How many choices are simpler: an enum declares the simplest first. */
  static <E extends Enum<E>> int rank(E choice) {
    return before(choice).size();
  }

  /** The choices that are simpler, the simplest first. */
  static <E extends Enum<E>> List<E> before(E choice) {
    List<E> simpler = new ArrayList<>();
    for (E other : choice.getDeclaringClass().getEnumConstants()) {
      if (other == choice) {
        return simpler;
      }
      simpler.add(other);
    }
    return simpler;
  }

  /** The slots before this one. */
  static List<Integer> before(int slot) {
    List<Integer> lower = new ArrayList<>();
    for (int other = 0; other < slot; other++) {
      lower.add(other);
    }
    return lower;
  }
}
