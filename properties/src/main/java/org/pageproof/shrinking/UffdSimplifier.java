package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.IntUnaryOperator;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** What shrinking must know of userfaultfd commands. */
public final class UffdSimplifier implements Simplifier<UffdCommand> {

  @Override
  public Size size(List<UffdCommand> commands, AddressPlan plan) {
    UffdUse use = UffdUse.of(commands, plan);
    int weight = 0;
    for (UffdCommand command : commands) {
      weight += command.accept(UffdOperands.WEIGHT, plan);
    }
    return new Size(
        commands.size(),
        use.threads().size(),
        use.descriptors().size(),
        Long.bitCount(use.pageSet()),
        weight);
  }

  @Override
  public List<UffdCommand> simpler(UffdCommand command) {
    return command.accept(UffdOperands.SIMPLER, true);
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
    all.addAll(joined(commands));
    return all;
  }

  private static List<UffdCommand> rename(List<UffdCommand> commands, UffdSlots slots) {
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

  /** An open followed by its handshake becomes one command. */
  private static List<List<UffdCommand>> joined(List<UffdCommand> commands) {
    List<List<UffdCommand>> all = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      for (int j = i + 1; j < commands.size(); j++) {
        if (commands.get(i) instanceof Open open
            && !open.handshake()
            && commands.get(j) instanceof Api api
            && api.fd() == open.fd()) {
          List<UffdCommand> candidate = new ArrayList<>(commands);
          candidate.set(i, new Open(open.id(), open.fd(), open.entry(), open.flags(), true));
          candidate.remove(j);
          all.add(candidate);
        }
      }
    }
    return all;
  }
}
