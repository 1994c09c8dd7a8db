package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.PageRange;

/** What shrinking must know of commands, from how they are made up. */
abstract class SequenceSimplifier<C extends Command> implements Simplifier<C> {
  private final Anatomy<C> anatomy;

  SequenceSimplifier(Anatomy<C> anatomy) {
    this.anatomy = anatomy;
  }

  /** Adds the rewritings that know what the commands do. */
  abstract void rewrite(Draft<C> draft, List<List<C>> all);

  @Override
  public Size size(List<C> commands, AddressPlan plan) {
    SlotUse use = SlotUse.of(commands, plan, anatomy);
    int weight = 0;
    for (C command : commands) {
      weight += anatomy.weight(command, plan);
    }
    return new Size(
        commands.size(),
        use.threads().size(),
        use.descriptors().size(),
        Long.bitCount(use.pageSet()),
        weight);
  }

  /** Commands that set the stage come first, and descriptor slots in order of use. */
  @Override
  public int compareOrder(List<C> left, List<C> right) {
    for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
      int order = anatomy.compareKinds(left.get(i), right.get(i));
      if (order != 0) {
        return order;
      }
    }
    int order = left.size() - right.size();
    return order != 0 ? order : Arrays.compare(slots(left), slots(right));
  }

  private int[] slots(List<C> commands) {
    SlotUse use = SlotUse.of(commands, new AddressPlan(1), anatomy);
    return use.descriptors().stream().mapToInt(slot -> slot).toArray();
  }

  @Override
  public List<C> renumbered(List<C> commands) {
    List<C> numbered = new ArrayList<>(commands.size());
    for (C command : commands) {
      numbered.add(anatomy.withId(command, numbered.size()));
    }
    return numbered;
  }

  @Override
  public List<C> simpler(C command) {
    return anatomy.simpler(command);
  }

  @Override
  public List<List<C>> rewritten(List<C> commands, AddressPlan plan) {
    Draft<C> draft = new Draft<>(commands, plan, anatomy);
    SlotUse use = draft.use();
    List<List<C>> all = new ArrayList<>();
    Renaming numbered =
        Renaming.SAME
            .withDescriptor(inOrderOfUse(use.descriptors()))
            .withThread(inOrderOfUse(use.threads()));
    IntUnaryOperator regions = inOrderOfUse(use.regions());
    Renaming.Ranges moveRegions = (range, whole) -> inRegion(range, regions);
    Renaming.Ranges movePages = draft.pagesTogether();
    Renaming.Ranges both = (range, whole) -> moveRegions.move(movePages.move(range, whole), whole);
    all.add(draft.renamed(numbered.withRanges(both)));
    all.add(draft.renamed(numbered.withRanges(movePages)));
    all.add(draft.renamed(numbered));
    all.add(draft.renamed(Renaming.SAME.withRanges(moveRegions)));
    all.addAll(new Squeeze<>(draft).all());
    all.addAll(new Bounds<>(draft).all());
    all.addAll(new Merges<>(draft).all());
    all.addAll(new Moves<>(draft).all());
    rewrite(draft, all);
    all.removeIf(candidate -> !isStorable(candidate, plan));
    return all;
  }

  @Override
  public Optional<CommandSequence<C>> withoutHugePage(CommandSequence<C> sequence) {
    return new SmallPages<>(sequence, anatomy)
        .flattened()
        .filter(small -> isStorable(small.commands(), small.plan()));
  }

  @Override
  public boolean isStorable(List<C> candidate, AddressPlan plan) {
    boolean[] storable = {true};
    for (C command : candidate) {
      boolean onePage = anatomy.namesOnePage(command);
      Renaming check =
          Renaming.SAME.withRanges(
              (range, whole) -> {
                storable[0] &= range.firstPage(plan) < plan.arenaPages();
                storable[0] &= !onePage || range.page() < plan.capacity(range.region());
                return range;
              });
      anatomy.renamed(command, check);
      storable[0] &= anatomy.isStorable(command, plan);
    }
    return storable[0];
  }

  private static IntUnaryOperator inOrderOfUse(List<Integer> used) {
    return slot -> used.contains(slot) ? used.indexOf(slot) : slot;
  }

  private static PageRange inRegion(PageRange range, IntUnaryOperator regions) {
    int region = regions.applyAsInt(range.region());
    return new PageRange(region, range.page(), range.count(), range.shape());
  }
}
