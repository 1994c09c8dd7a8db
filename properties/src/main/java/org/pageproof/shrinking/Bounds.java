package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.PageRange;

/**
 * Rewritings that move a page of region 0 of a huge plan at which ranges begin or end, for all of
 * them at once: towards the one before it.
 */
final class Bounds<C extends Command> {
  private final Draft<C> draft;
  private final TreeSet<Integer> bounds = new TreeSet<>(List.of(0));

  Bounds(Draft<C> draft) {
    this.draft = draft;
  }

  List<List<C>> all() {
    List<List<C>> all = new ArrayList<>();
    if (draft.plan().huge()) {
      draft.renamed(Renaming.SAME.withRanges((range, whole) -> noted(range)));
      for (int bound : bounds.headSet(AddressPlan.HUGE_PAGES)) {
        for (int place : placesBefore(bound)) {
          all.add(
              draft.renamed(
                  Renaming.SAME.withRanges((range, whole) -> moved(range, bound, place))));
        }
      }
    }
    return all;
  }

  private PageRange noted(PageRange range) {
    if (range.region() == 0) {
      bounds.add(range.page());
      bounds.add(range.page() + range.count());
    }
    return range;
  }

  /** Right behind the bound before this one, at the first unit behind it, and half-way. */
  private Set<Integer> placesBefore(int bound) {
    Integer before = bounds.lower(bound);
    TreeSet<Integer> places = new TreeSet<>();
    if (before != null) {
      int unit = AddressPlan.UNIT_PAGES;
      places.addAll(List.of(before + 1, (before / unit + 1) * unit, (before + bound) / 2));
      places.removeIf(place -> place <= before || place >= bound);
    }
    return places;
  }

  private static PageRange moved(PageRange range, int bound, int place) {
    if (range.region() != 0) {
      return range;
    }
    int first = range.page() == bound ? place : range.page();
    int end = range.page() + range.count();
    return new PageRange(0, first, (end == bound ? place : end) - first, range.shape());
  }
}
