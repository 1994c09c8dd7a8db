package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.userfaultfd.ChildWrite;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * The slots that a sequence uses, each in order of its first use.
 *
 * @param descriptors the descriptor slots
 * @param threads the thread slots
 * @param regions the region slots
 * @param pageSet the arena pages that are named; bit n is page n
 */
record UffdUse(
    List<Integer> descriptors, List<Integer> threads, List<Integer> regions, long pageSet) {

  static UffdUse of(List<UffdCommand> commands, AddressPlan plan) {
    List<Integer> descriptors = new ArrayList<>();
    List<Integer> threads = new ArrayList<>();
    List<Integer> regions = new ArrayList<>();
    long[] pageSet = {0};
    UffdSlots collector =
        new UffdSlots(
            fd -> note(fd, descriptors),
            thread -> note(thread, threads),
            (range, whole) -> {
              note(range.region(), regions);
              pageSet[0] |= range.pageSet(plan);
              return range;
            });
    for (UffdCommand command : commands) {
      collector.renamed(command);
    }
    return new UffdUse(descriptors, threads, regions, pageSet[0]);
  }

  /**
   * The ranges that a command names: two where it moves pages, none if it names a region (a map) or
   * a single page (a touch, a store of the child).
   */
  static List<PageRange> ranges(UffdCommand command) {
    if (command instanceof Map || command instanceof Touch || command instanceof ChildWrite) {
      return List.of();
    }
    List<PageRange> ranges = new ArrayList<>(1);
    UffdSlots collector =
        UffdSlots.SAME.withRanges(
            (range, whole) -> {
              ranges.add(range);
              return range;
            });
    collector.renamed(command);
    return ranges;
  }

  private static int note(int slot, List<Integer> used) {
    if (!used.contains(slot)) {
      used.add(slot);
    }
    return slot;
  }
}
