package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Remap;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** Rewritings that do without an mremap: what it moves lies at its destination from the start. */
final class UffdMoves {
  private final List<UffdCommand> commands;
  private final AddressPlan plan;

  UffdMoves(List<UffdCommand> commands, AddressPlan plan) {
    this.commands = commands;
    this.plan = plan;
  }

  List<List<UffdCommand>> all() {
    List<List<UffdCommand>> all = new ArrayList<>();
    for (int i = 0; i + 1 < commands.size(); i++) {
      if (commands.get(i) instanceof Remap remap) {
        all.add(without(i, remap));
      }
    }
    return all;
  }

  private List<UffdCommand> without(int gone, Remap remap) {
    List<UffdCommand> rewritten = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      UffdCommand command = commands.get(i);
      if (i < gone) {
        rewritten.add(command instanceof Map map ? mapped(map, remap) : moved(command, remap));
      } else if (i > gone) {
        rewritten.add(command);
      }
    }
    return rewritten;
  }

  /** A mapping of the source is one of the destination, with room for what it holds then. */
  private UffdCommand mapped(Map map, Remap remap) {
    PageRange to = remap.destination();
    if (map.region() != remap.range().region()) {
      return map;
    }
    int pages = Math.max(map.pages(), to.page() + to.count());
    return new Map(map.id(), to.region(), Math.min(pages, plan.pagesPerRegion()), map.backing());
  }

  /** What reached to the end of the source reaches to the end of the destination. */
  private static UffdCommand moved(UffdCommand command, Remap remap) {
    PageRange from = remap.range();
    PageRange to = remap.destination();
    UffdSlots slots =
        UffdSlots.SAME.withRanges(
            (range, whole) -> {
              int page = range.page() - from.page() + to.page();
              boolean ends = range.page() + range.count() == from.page() + from.count();
              int count = range.count() + (ends && whole ? to.count() - from.count() : 0);
              return range.region() == from.region() && page >= 0 && count > 0
                  ? new PageRange(to.region(), page, count, range.shape())
                  : range;
            });
    return slots.renamed(command);
  }
}
