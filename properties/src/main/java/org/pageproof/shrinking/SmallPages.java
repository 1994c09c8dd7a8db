package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.PageRange;

/**
 * A sequence of a huge plan in a plan that is not huge. Of region 0, each stretch of pages that no
 * range begins or ends in becomes one page, the last one all that is left of the region.
 */
final class SmallPages<C extends Command> {
  private static final int HUGE = AddressPlan.HUGE_PAGES;

  private final CommandSequence<C> sequence;
  private final Anatomy<C> anatomy;

  /** Where stretches begin, and the end of the last one. */
  private final TreeSet<Integer> bounds = new TreeSet<>(List.of(0, HUGE));

  SmallPages(CommandSequence<C> sequence, Anatomy<C> anatomy) {
    this.sequence = sequence;
    this.anatomy = anatomy;
  }

  /** The sequence; empty if it is not of a huge plan or a region has too few pages for it. */
  Optional<CommandSequence<C>> flattened() {
    if (!sequence.plan().huge()) {
      return Optional.empty();
    }
    renamed((range, whole) -> noted(range));
    int pages = Math.max(sequence.plan().pagesPerRegion(), bounds.size() - 1);
    if (pages > AddressPlan.MAX_PAGES) {
      return Optional.empty();
    }
    List<C> commands =
        renamed((range, whole) -> range.region() == 0 ? placed(range, pages) : range);
    return Optional.of(new CommandSequence<>(new AddressPlan(pages), commands));
  }

  private List<C> renamed(Renaming.Ranges ranges) {
    Renaming renaming = Renaming.SAME.withRanges(ranges);
    List<C> renamed = new ArrayList<>(sequence.size());
    for (C command : sequence.commands()) {
      renamed.add(anatomy.renamed(command, renaming));
    }
    return renamed;
  }

  private PageRange noted(PageRange range) {
    if (range.region() == 0) {
      bounds.add(Math.min(range.page(), HUGE));
      bounds.add(Math.min(range.page() + range.count(), HUGE));
    }
    return range;
  }

  private PageRange placed(PageRange range, int pages) {
    int first = place(range.page(), pages);
    int end = place(range.page() + range.count(), pages);
    return new PageRange(0, first, end - first, range.shape());
  }

  /** Where a bound, or a page behind the region, is in a region of so many pages. */
  private int place(int page, int pages) {
    return page < HUGE ? bounds.headSet(page).size() : page - HUGE + pages;
  }
}
