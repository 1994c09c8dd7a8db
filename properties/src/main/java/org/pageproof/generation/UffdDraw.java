package org.pageproof.generation;

import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.PageRange.Shape;
import org.pageproof.vocabulary.userfaultfd.Argument;

/** One draw: the state it is for, the dice, and the operands that several commands have. */
final class UffdDraw {
  final UffdState state;
  final UffdSets sets;
  final int id;
  final Dice dice;
  final UffdSwarm swarm;

  UffdDraw(UffdState state, int id, Dice dice, UffdSwarm swarm) {
    this.state = state;
    this.sets = new UffdSets(state);
    this.id = id;
    this.dice = dice;
    this.swarm = swarm;
  }

  /** Whether this operand shall be deliberately wrong. */
  boolean wrong() {
    return dice.percent(swarm.misuse());
  }

  Argument argument() {
    return wrong() ? dice.oneOf(Argument.UNREADABLE, Argument.READ_ONLY) : Argument.VALID;
  }

  /** A descriptor slot, mostly one that is ready. */
  int fd() {
    int fd = dice.below(swarm.descriptors());
    boolean usable = state.ready(fd) || dice.percent(10);
    return usable ? fd : otherFd(fd);
  }

  int otherFd(int fd) {
    return swarm.descriptors() - 1 - fd;
  }

  /** Mostly the slot that the range's first page is registered with. */
  int ownerOf(PageRange range) {
    int first = range.firstPage(state.plan());
    if (!state.registered(first) || state.owner(first) >= swarm.descriptors()) {
      return fd();
    }
    return dice.percent(75) ? state.owner(first) : fd();
  }

  /** Any range of a call, misuse included. */
  PageRange range(long liked) {
    PageRange range = wholeRange(liked);
    return wrong()
        ? new PageRange(range.region(), range.page(), range.count(), dice.oneOf(Shape.values()))
        : range;
  }

  /**
   * A range of whole pages that begins at a liked page, or anywhere if there is none or by chance;
   * it mostly stays inside the area that it begins in.
   */
  PageRange wholeRange(long liked) {
    int first = page(liked);
    int region = region(first);
    int capacity = state.plan().pagesPerRegion();
    int count = 1;
    if (dice.percent(45)) {
      long bounds = dice.percent(25) ? 0 : state.layout().starts();
      while ((liked & ~bounds & 1L << (first + count)) != 0 && count < capacity) {
        count++;
      }
    } else if (dice.percent(20)) {
      count = 1 + dice.below(capacity + 1);
    }
    return PageRange.of(region, first - state.plan().arenaPage(region, 0), count);
  }

  /** An arena page of a region slot. */
  int page(long liked) {
    AddressPlan plan = state.plan();
    if (liked != 0 && !dice.percent(8)) {
      return dice.bitOf(liked);
    }
    return plan.arenaPage(dice.below(swarm.regions()), dice.below(plan.pagesPerRegion()));
  }

  /** The region slot of an arena page. */
  int region(int page) {
    int region = AddressPlan.REGIONS - 1;
    while (state.plan().arenaPage(region, 0) > page) {
      region--;
    }
    return region;
  }

  /** The number of an arena page, from the start of its region. */
  int inRegion(int page) {
    return page - state.plan().arenaPage(region(page), 0);
  }
}
