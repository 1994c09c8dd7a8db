package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.userfaultfd.Remap;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** What shrinking must know of userfaultfd commands. */
public final class UffdSimplifier implements Simplifier<UffdCommand> {

  @Override
  public Size size(List<UffdCommand> commands, AddressPlan plan) {
    UffdUse use = UffdUse.of(commands, plan);
    int weight = 0;
    for (UffdCommand command : commands) {
      weight += command.accept(UffdWeight.INSTANCE, plan);
    }
    return new Size(
        commands.size(),
        use.threads().size(),
        use.descriptors().size(),
        Long.bitCount(use.pageSet()),
        weight);
  }

  /** Commands that set the stage come first. */
  @Override
  public int compareOrder(List<UffdCommand> left, List<UffdCommand> right) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int order = left.get(i).kind().compareTo(right.get(i).kind());
      if (order != 0) {
        return order;
      }
    }
    return left.size() - right.size();
  }

  @Override
  public List<UffdCommand> renumbered(List<UffdCommand> commands) {
    List<UffdCommand> numbered = new ArrayList<>(commands.size());
    for (UffdCommand command : commands) {
      numbered.add(UffdIds.withId(command, numbered.size()));
    }
    return numbered;
  }

  @Override
  public List<UffdCommand> simpler(UffdCommand command) {
    return command.accept(UffdSimpler.INSTANCE, true);
  }

  @Override
  public List<List<UffdCommand>> rewritten(List<UffdCommand> commands, AddressPlan plan) {
    UffdUse use = UffdUse.of(commands, plan);
    List<List<UffdCommand>> all = new ArrayList<>();
    UffdSlots numbered =
        UffdSlots.SAME
            .withFd(inOrderOfUse(use.descriptors()))
            .withThread(inOrderOfUse(use.threads()));
    IntUnaryOperator regions = inOrderOfUse(use.regions());
    UffdSlots.RangeMap moveRegions = (range, whole) -> inRegion(range, regions);
    UffdSlots.RangeMap movePages = pagesTogether(commands, plan);
    UffdSlots.RangeMap both =
        (range, whole) -> moveRegions.move(movePages.move(range, whole), whole);
    all.add(rename(commands, numbered.withRanges(both)));
    all.add(rename(commands, numbered.withRanges(movePages)));
    all.add(rename(commands, numbered));
    all.add(rename(commands, UffdSlots.SAME.withRanges(moveRegions)));
    all.addAll(new UffdSqueeze(commands, plan).all());
    all.addAll(new UffdMerges(commands, plan).all());
    all.addAll(new UffdMoves(commands, plan).all());
    all.addAll(new UffdSubstitutions(commands, plan).all());
    all.removeIf(candidate -> leavesItsSlot(candidate, plan));
    return all;
  }

  /** Whether an mremap would reach beyond the region slot that it ends up in. */
  private static boolean leavesItsSlot(List<UffdCommand> commands, AddressPlan plan) {
    for (UffdCommand command : commands) {
      if (command instanceof Remap remap
          && remap.destination().page() + remap.pages() > plan.pagesPerRegion()) {
        return true;
      }
    }
    return false;
  }

  static List<UffdCommand> rename(List<UffdCommand> commands, UffdSlots slots) {
    List<UffdCommand> renamed = new ArrayList<>(commands.size());
    for (UffdCommand command : commands) {
      renamed.add(slots.renamed(command));
    }
    return renamed;
  }

  private static IntUnaryOperator inOrderOfUse(List<Integer> used) {
    return slot -> used.contains(slot) ? used.indexOf(slot) : slot;
  }

  private static PageRange inRegion(PageRange range, IntUnaryOperator regions) {
    int region = regions.applyAsInt(range.region());
    return new PageRange(region, range.page(), range.count(), range.shape());
  }

  /**
   * Moves the pages that matter to the start of their region. A range that only maps or registers
   * becomes the pages from the region's start to the last one that matters.
   */
  private static UffdSlots.RangeMap pagesTogether(List<UffdCommand> commands, AddressPlan plan) {
    Map<Integer, TreeSet<Integer>> pages = new HashMap<>();
    UffdSlots.RangeMap collect =
        (range, whole) -> {
          if (!whole) {
            TreeSet<Integer> used = pages.computeIfAbsent(range.region(), r -> new TreeSet<>());
            for (int page = 0; page < range.count(); page++) {
              used.add(range.page() + page);
            }
          }
          return range;
        };
    rename(commands, UffdSlots.SAME.withRanges(collect));
    return (range, whole) -> {
      TreeSet<Integer> used = pages.getOrDefault(range.region(), new TreeSet<>(List.of(0)));
      int page = whole ? 0 : used.headSet(range.page()).size();
      int count = whole ? Math.min(used.size(), plan.pagesPerRegion()) : range.count();
      return new PageRange(range.region(), page, Math.max(1, count), range.shape());
    };
  }
}
