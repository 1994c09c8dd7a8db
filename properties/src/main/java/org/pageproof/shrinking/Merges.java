package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.PageRange.Shape;

/** Rewritings that make one of two: slots, regions, ranges. */
final class Merges<C extends Command> {
  private final Draft<C> draft;
  private final List<C> commands;
  private final Anatomy<C> anatomy;
  private final AddressPlan plan;
  private final SlotUse use;

  Merges(Draft<C> draft) {
    this.draft = draft;
    this.commands = draft.commands();
    this.anatomy = draft.anatomy();
    this.plan = draft.plan();
    this.use = draft.use();
  }

  List<List<C>> all() {
    List<List<C>> all = new ArrayList<>();
    descriptors(all);
    threads(all);
    regions(all);
    ranges(all);
    reopenings(all);
    all.add(draft.renamed(Renaming.SAME.withRanges((range, whole) -> overhang(range))));
    all.add(draft.renamed(Renaming.SAME.withRanges(this::mirrored)));
    return all;
  }

  /** Whatever another descriptor did, the first does; it is opened once. */
  private void descriptors(List<List<C>> all) {
    for (int i = 1; i < use.descriptors().size(); i++) {
      int kept = use.descriptors().get(0);
      int gone = use.descriptors().get(i);
      Renaming renaming = Renaming.SAME.withDescriptor(slot -> slot == gone ? kept : slot);
      List<C> merged = new ArrayList<>();
      for (C command : commands) {
        C renamed = anatomy.renamed(command, renaming);
        if (renamed.equals(command) || !anatomy.prepares(command)) {
          merged.add(renamed);
        }
      }
      all.add(merged);
    }
  }

  private void threads(List<List<C>> all) {
    for (int i = 1; i < use.threads().size(); i++) {
      int gone = use.threads().get(i);
      int kept = use.threads().get(i - 1);
      all.add(draft.renamed(Renaming.SAME.withThread(thread -> thread == gone ? kept : thread)));
    }
  }

  /** The pages of the second region follow those of the first, and are mapped with them. */
  private void regions(List<List<C>> all) {
    for (int i = 1; i < use.regions().size(); i++) {
      int kept = use.regions().get(0);
      int gone = use.regions().get(i);
      int offset = draft.mapped(kept);
      Renaming renaming =
          Renaming.SAME.withRanges(
              (range, whole) ->
                  range.region() == gone
                      ? new PageRange(kept, range.page() + offset, range.count(), range.shape())
                      : range);
      int pages = Math.min(plan.capacity(kept), offset + draft.mapped(gone));
      List<C> merged = new ArrayList<>();
      for (C command : commands) {
        Optional<Mapping<C>> mapping = anatomy.mapping(command);
        if (mapping.isEmpty()) {
          merged.add(anatomy.renamed(command, renaming));
        } else if (mapping.get().region() != gone) {
          merged.add(mapping.get().region() == kept ? mapping.get().of(kept, pages) : command);
        }
      }
      all.add(merged);
    }
  }

  /** Two commands of one kind on neighbouring ranges become one on both. */
  private void ranges(List<List<C>> all) {
    for (int i = 0; i < commands.size(); i++) {
      for (int j = i + 1; j < commands.size(); j++) {
        if (commands.get(i).kindName().equals(commands.get(j).kindName())) {
          for (PageRange a : draft.ranges(commands.get(i))) {
            for (PageRange b : draft.ranges(commands.get(j))) {
              merge(i, j, a, b, all);
            }
          }
        }
      }
    }
  }

  private void merge(int i, int j, PageRange a, PageRange b, List<List<C>> all) {
    if (a.region() != b.region() || a.shape() != Shape.WHOLE || b.shape() != Shape.WHOLE) {
      return;
    }
    int first = Math.min(a.page(), b.page());
    int end = Math.max(a.page() + a.count(), b.page() + b.count());
    PageRange both = PageRange.of(a.region(), first, end - first);
    Renaming renaming = Renaming.SAME.withRanges((range, whole) -> both);
    List<C> early = draft.with(i, anatomy.renamed(commands.get(i), renaming));
    early.remove(j);
    all.add(early);
    List<C> late = draft.with(j, anatomy.renamed(commands.get(j), renaming));
    late.remove(i);
    all.add(late);
  }

  /** What a slot is opened for again is done with a free slot; the first is not closed. */
  private void reopenings(List<List<C>> all) {
    int free = 0;
    while (use.descriptors().contains(free)) {
      free++;
    }
    if (free < anatomy.descriptors()) {
      for (int i = 0; i < commands.size(); i++) {
        for (int j = i + 1; j < commands.size(); j++) {
          if (anatomy.closes(commands.get(i)) && anatomy.opens(commands.get(j)).isPresent()) {
            all.add(reopened(i, j, anatomy.opens(commands.get(j)).get(), free));
          }
        }
      }
    }
  }

  private List<C> reopened(int closing, int opening, int slot, int free) {
    List<C> reopened = new ArrayList<>(commands.subList(0, closing));
    reopened.addAll(commands.subList(closing + 1, opening));
    Renaming other = Renaming.SAME.withDescriptor(fd -> fd == slot ? free : fd);
    reopened.addAll(draft.renamed(commands.subList(opening, commands.size()), other));
    return reopened;
  }

  /** A range that runs into the next region becomes its part there. */
  private PageRange overhang(PageRange range) {
    int next = range.region() + 1;
    if (next == AddressPlan.REGIONS) {
      return range;
    }
    int pages = range.firstPage(plan) + range.count() - plan.arenaPage(next, 0);
    return pages > 0
        ? new PageRange(next, 0, Math.min(pages, plan.capacity(next)), range.shape())
        : range;
  }

  /** The pages of each region in the opposite order. */
  private PageRange mirrored(PageRange range, boolean whole) {
    int first = draft.mapped(range.region()) - range.page() - range.count();
    return first >= 0 && !whole
        ? new PageRange(range.region(), first, range.count(), range.shape())
        : range;
  }
}
