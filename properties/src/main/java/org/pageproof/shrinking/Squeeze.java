package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.PageRange;

/**
 * Rewritings that leave out pages: those that no command but a mapping names, and one more. The
 * others are put next to each other, each range keeping exactly its pages. Ranges that run from one
 * region into the next are kept whole by putting both regions into one.
 */
final class Squeeze<C extends Command> {
  private final Draft<C> draft;
  private final AddressPlan plan;

  Squeeze(Draft<C> draft) {
    this.draft = draft;
    this.plan = draft.plan();
  }

  List<List<C>> all() {
    List<List<C>> all = new ArrayList<>();
    if (plan.huge()) {
      return all; // a huge page has all of its pages
    }
    for (int region = 0; region < AddressPlan.REGIONS; region++) {
      squeeze(region, region, all);
    }
    for (int region = 0; region + 1 < AddressPlan.REGIONS; region++) {
      squeeze(region, region + 1, all); // a hole between them is a page like any other
    }
    return all;
  }

  private void squeeze(int first, int last, List<List<C>> all) {
    long named = named() & pagesOf(first, last);
    if (fits(named)) {
      all.add(squeezed(first, last, named, false));
      all.add(squeezed(first, last, named, true));
    }
    for (long rest = named; rest != 0; rest &= rest - 1) {
      long less = named & ~Long.lowestOneBit(rest);
      if (fits(less)) {
        all.add(squeezed(first, last, less, false));
      }
    }
  }

  private boolean fits(long named) {
    return named != 0 && Long.bitCount(named) <= plan.pagesPerRegion();
  }

  private long pagesOf(int first, int last) {
    int pages = plan.arenaPage(last, plan.pagesPerRegion()) - plan.arenaPage(first, 0);
    return PageRange.of(first, 0, pages).pageSet(plan);
  }

  private long named() {
    long named = 0;
    for (C command : draft.commands()) {
      boolean maps = draft.anatomy().mapping(command).isPresent();
      named |= maps ? 0 : SlotUse.of(List.of(command), plan, draft.anatomy()).pageSet();
    }
    return named;
  }

  private long mapped() {
    long mapped = 0;
    for (C command : draft.commands()) {
      Optional<Mapping<C>> mapping = draft.anatomy().mapping(command);
      mapped |= mapping.isPresent() ? mapping.get().pageSet(plan) : 0;
    }
    return mapped;
  }

  private List<C> squeezed(int first, int last, long named, boolean mirrored) {
    Renaming renaming =
        Renaming.SAME.withRanges(
            (range, whole) ->
                range.region() < first || range.region() > last
                    ? range
                    : place(range, first, named, mirrored));
    List<C> squeezed = new ArrayList<>();
    boolean isMapped = false;
    for (C command : draft.commands()) {
      Optional<Mapping<C>> mapping = draft.anatomy().mapping(command);
      if (mapping.isEmpty()) {
        squeezed.add(draft.anatomy().renamed(command, renaming));
      } else if (mapping.get().region() < first || mapping.get().region() > last) {
        squeezed.add(command);
      } else if (first == last || !isMapped) {
        long room = first == last ? mapping.get().pageSet(plan) : mapped();
        int pages = Math.max(1, Long.bitCount(named & room));
        squeezed.add(mapping.get().of(first, pages));
        isMapped = true;
      }
    }
    return squeezed;
  }

  /** A range keeps its named pages, and as many behind the last region as it had. */
  private PageRange place(PageRange range, int first, long named, boolean mirrored) {
    long kept = range.pageSet(plan) & named;
    if (kept == 0) {
      return range;
    }
    int end = 64 - Long.numberOfLeadingZeros(named);
    int behind = Math.max(0, range.firstPage(plan) + range.count() - end);
    int count = Long.bitCount(kept) + behind;
    int page = Long.bitCount(named & (Long.lowestOneBit(kept) - 1));
    int place = mirrored ? Math.max(0, Long.bitCount(named) - page - count) : page;
    return new PageRange(first, place, count, range.shape());
  }
}
