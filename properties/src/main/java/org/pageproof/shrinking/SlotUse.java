package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;

/**
 * The slots that a sequence uses, each in order of its first use.
 *
 * @param descriptors the descriptor slots
 * @param threads the thread slots
 * @param devices the devices
 * @param regions the region slots
 * @param pageSet the arena pages that are named; bit n is page n
 */
record SlotUse(
    List<Integer> descriptors,
    List<Integer> threads,
    List<Integer> devices,
    List<Integer> regions,
    long pageSet) {

  static <C extends Command> SlotUse of(List<C> commands, AddressPlan plan, Anatomy<C> anatomy) {
    List<Integer> descriptors = new ArrayList<>();
    List<Integer> threads = new ArrayList<>();
    List<Integer> devices = new ArrayList<>();
    List<Integer> regions = new ArrayList<>();
    long[] pageSet = {0};
    Renaming collector =
        new Renaming(
            slot -> note(slot, descriptors),
            slot -> note(slot, threads),
            slot -> note(slot, devices),
            (range, whole) -> {
              note(range.region(), regions);
              pageSet[0] |= range.pageSet(plan);
              return range;
            });
    for (C command : commands) {
      anatomy.renamed(command, collector);
    }
    return new SlotUse(descriptors, threads, devices, regions, pageSet[0]);
  }

  private static int note(int slot, List<Integer> used) {
    if (!used.contains(slot)) {
      used.add(slot);
    }
    return slot;
  }
}
