package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.PageRange;

/**
 * A sequence that is to be rewritten.
 *
 * @param commands the commands
 * @param plan where the regions lie
 * @param anatomy how the commands are made up
 */
record Draft<C extends Command>(List<C> commands, AddressPlan plan, Anatomy<C> anatomy) {

  /** The slots and pages that the commands use. */
  SlotUse use() {
    return SlotUse.of(commands, plan, anatomy);
  }

  /** All commands renamed. */
  List<C> renamed(Renaming renaming) {
    return renamed(commands, renaming);
  }

  /** These commands renamed. */
  List<C> renamed(List<C> some, Renaming renaming) {
    List<C> renamed = new ArrayList<>(some.size());
    for (C command : some) {
      renamed.add(anatomy.renamed(command, renaming));
    }
    return renamed;
  }

  /** The commands with one replaced. */
  List<C> with(int index, C command) {
    List<C> changed = new ArrayList<>(commands);
    changed.set(index, command);
    return changed;
  }

  /** The commands without one of them. */
  List<C> without(int index) {
    List<C> rest = new ArrayList<>(commands);
    rest.remove(index);
    return rest;
  }

  /** How many pages of a region are mapped at most; at least one. */
  int mapped(int region) {
    int pages = 1;
    for (C command : commands) {
      Optional<Mapping<C>> mapping = anatomy.mapping(command);
      if (mapping.isPresent() && mapping.get().region() == region) {
        pages = Math.max(pages, mapping.get().pages());
      }
    }
    return pages;
  }

  /** The ranges that a command names: none if it maps, or names a single page. */
  List<PageRange> ranges(C command) {
    if (anatomy.namesOnePage(command) || anatomy.mapping(command).isPresent()) {
      return List.of();
    }
    List<PageRange> ranges = new ArrayList<>(1);
    anatomy.renamed(
        command,
        Renaming.SAME.withRanges(
            (range, whole) -> {
              ranges.add(range);
              return range;
            }));
    return ranges;
  }

  /**
   * Moves the pages that matter to the start of their region. A range that only maps or registers
   * becomes the pages from the region's start to the last one that matters.
   */
  Renaming.Ranges pagesTogether() {
    Map<Integer, TreeSet<Integer>> pages = new HashMap<>();
    Renaming.Ranges collect =
        (range, whole) -> {
          if (!whole) {
            TreeSet<Integer> used = pages.computeIfAbsent(range.region(), r -> new TreeSet<>());
            for (int page = 0; page < range.count(); page++) {
              used.add(range.page() + page);
            }
          }
          return range;
        };
    renamed(Renaming.SAME.withRanges(collect));
    return (range, whole) -> {
      TreeSet<Integer> used = pages.getOrDefault(range.region(), new TreeSet<>(List.of(0)));
      int page = whole ? 0 : used.headSet(range.page()).size();
      int count = whole ? Math.min(used.size(), plan.pagesPerRegion()) : range.count();
      if (whole && plan.huge() && range.region() == 0) {
        return range; // a huge page has all of its pages
      }
      return new PageRange(range.region(), page, Math.max(1, count), range.shape());
    };
  }
}
