package org.pageproof.generation;

import java.util.BitSet;
import org.pageproof.reference.hmm.HmmState;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.hmm.Request;
import org.pageproof.vocabulary.hmm.Request.Buffer;
import org.pageproof.vocabulary.hmm.Request.Shape;

/** One draw: the state it is for, the dice, and the operands that several commands have. */
final class HmmDraw {
  private static final Shape[] BOUNDED = {
    Shape.UNALIGNED,
    Shape.EMPTY,
    Shape.HIGH_BITS,
    Shape.ONLY_HIGH_BITS,
    Shape.WRAPPING,
    Shape.BEYOND_TASK
  };
  private static final Buffer[] MISUSED = {
    Buffer.BAD, Buffer.READ_ONLY, Buffer.STRUCT_UNREADABLE, Buffer.STRUCT_READ_ONLY
  };

  /** How many ranges in a hundred are about region 0 of a huge plan as such. */
  private static final int HUGE_PERCENT = 75;

  final HmmState state;
  final HmmSets sets;
  final int id;
  final Dice dice;
  final HmmSwarm swarm;
  private final HugeRanges huge;

  HmmDraw(HmmState state, int id, Dice dice, HmmSwarm swarm) {
    this.state = state;
    this.sets = new HmmSets(state);
    this.id = id;
    this.dice = dice;
    this.swarm = swarm;
    this.huge = new HugeRanges(state.plan(), dice);
  }

  /** Whether this operand shall be deliberately wrong. */
  boolean wrong() {
    return dice.percent(swarm.misuse());
  }

  /** A mirror slot, mostly one that is open. */
  int mirror() {
    int slot = dice.below(swarm.mirrors());
    for (int again = 0; again < 4 && !sets.open(slot) && !dice.percent(8); again++) {
      slot = dice.below(swarm.mirrors());
    }
    return slot;
  }

  /** The argument of an ioctl of this mirror on liked pages, misuse included. */
  Request request(int mirror, BitSet liked) {
    PageRange range = range(liked);
    Request request = Request.of(mirror, range.region(), range.page(), range.count());
    if (wrong()) {
      return request.withBuffer(dice.oneOf(MISUSED));
    }
    return wrong() ? request.withShape(dice.oneOf(BOUNDED)) : request;
  }

  /**
   * A range that begins at a liked page or right beside one, or anywhere if there is none or by
   * chance. A mirror's invalidation reaches one page further than what it is about, so neighbours
   * matter.
   */
  PageRange range(BitSet liked) {
    if (state.plan().huge() && dice.percent(HUGE_PERCENT)) {
      return huge.range();
    }
    int first = page(liked);
    if (dice.percent(8)) {
      first = Math.max(0, Math.min(state.plan().arenaPages() - 1, first + dice.oneOf(-1, 1)));
    }
    int capacity = state.plan().pagesPerRegion();
    int count = 1;
    if (dice.percent(swarm.wide())) {
      boolean whole = dice.percent(40);
      while (whole && first > 0 && liked.get(first - 1)) {
        first--;
      }
      while (liked.get(first + count) && count < capacity) {
        count++;
      }
      count += dice.percent(10) ? 1 : 0;
    } else if (dice.percent(12)) {
      count = 1 + dice.below(capacity + 1);
    }
    int region = region(first);
    return PageRange.of(region, first - state.plan().arenaPage(region, 0), count);
  }

  /** A range at whose ends areas can begin and end. */
  PageRange areas(BitSet liked) {
    PageRange range = range(liked);
    return state.plan().huge() ? huge.bounding(range) : range;
  }

  /** An arena page, mostly a liked one. */
  int page(BitSet liked) {
    AddressPlan plan = state.plan();
    if (plan.huge() && dice.percent(HUGE_PERCENT)) {
      int page = huge.page();
      if (liked.get(page)) {
        return page;
      }
    }
    if (!liked.isEmpty() && !dice.percent(6)) {
      return oneOf(liked);
    }
    return plan.arenaPage(dice.below(swarm.regions()), dice.below(plan.pagesPerRegion()));
  }

  /** A page of a region slot, never of a hole. */
  int touchable(BitSet liked) {
    int page = page(liked);
    return inRegion(page) < state.plan().capacity(region(page)) ? page : page - 1;
  }

  private int oneOf(BitSet set) {
    int page = set.nextSetBit(0);
    for (int skip = dice.below(set.cardinality()); skip > 0; skip--) {
      page = set.nextSetBit(page + 1);
    }
    return page;
  }

  /** One of these sets that is not empty, mostly; the earlier ones are tried first. */
  BitSet likely(int percent, BitSet first, BitSet otherwise) {
    return !first.isEmpty() && dice.percent(percent) ? first : otherwise;
  }

  /** The region slot of an arena page; a hole belongs to the region before it. */
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

  /** The pages that are in both sets. */
  static BitSet both(BitSet a, BitSet b) {
    BitSet both = (BitSet) a.clone();
    both.and(b);
    return both;
  }
}
