package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * Rewritings that leave out pages: those that no command but a mapping names, and one more. The
 * others are put next to each other, each range keeping exactly its pages. Ranges that run from one
 * region into the next are kept whole by putting both regions into one.
 */
final class UffdSqueeze {
  private final List<UffdCommand> commands;
  private final AddressPlan plan;

  UffdSqueeze(List<UffdCommand> commands, AddressPlan plan) {
    this.commands = commands;
    this.plan = plan;
  }

  List<List<UffdCommand>> all() {
    List<List<UffdCommand>> all = new ArrayList<>();
    for (int region = 0; region < AddressPlan.REGIONS; region++) {
      squeeze(region, region, all);
    }
    for (int region = 0; region + 1 < AddressPlan.REGIONS; region++) {
      squeeze(region, region + 1, all); // a hole between them is a page like any other
    }
    return all;
  }

  private void squeeze(int first, int last, List<List<UffdCommand>> all) {
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
    for (UffdCommand command : commands) {
      named |= command instanceof Map ? 0 : UffdUse.of(List.of(command), plan).pageSet();
    }
    return named;
  }

  private long mapped() {
    long mapped = 0;
    for (UffdCommand command : commands) {
      mapped |= command instanceof Map map ? pages(map) : 0;
    }
    return mapped;
  }

  private long pages(Map map) {
    return PageRange.of(map.region(), 0, map.pages()).pageSet(plan);
  }

  private List<UffdCommand> squeezed(int first, int last, long named, boolean mirrored) {
    UffdSlots slots =
        UffdSlots.SAME.withRanges(
            (range, whole) ->
                range.region() < first || range.region() > last
                    ? range
                    : place(range, first, named, mirrored));
    List<UffdCommand> squeezed = new ArrayList<>();
    boolean isMapped = false;
    for (UffdCommand command : commands) {
      if (!(command instanceof Map map)) {
        squeezed.add(slots.renamed(command));
      } else if (map.region() < first || map.region() > last) {
        squeezed.add(map);
      } else if (first == last || !isMapped) {
        long room = first == last ? pages(map) : mapped();
        int pages = Math.max(1, Long.bitCount(named & room));
        squeezed.add(new Map(map.id(), first, pages, map.backing()));
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
