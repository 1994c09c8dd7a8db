package org.pageproof.generation;

import java.util.BitSet;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.hmm.Access;
import org.pageproof.vocabulary.hmm.ChildTouch;
import org.pageproof.vocabulary.hmm.DontNeed;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.Protect;
import org.pageproof.vocabulary.hmm.Protect.Protection;
import org.pageproof.vocabulary.hmm.Remap;
import org.pageproof.vocabulary.hmm.Touch;
import org.pageproof.vocabulary.hmm.Unmap;

/** Draws what processes do to the memory that devices mirror. */
final class HmmMemoryDrawer {
  private static final Access[] ACCESSES = {
    Access.READ,
    Access.READ,
    Access.READ,
    Access.WRITE,
    Access.WRITE,
    Access.WRITE,
    Access.WRITE,
    Access.SYSCALL_READ,
    Access.SYSCALL_WRITE
  };
  private static final Protection[] LESS = {
    Protection.READ, Protection.READ, Protection.READ, Protection.NONE, Protection.WRITE
  };

  HmmCommand map(HmmDraw draw) {
    Dice dice = draw.dice;
    int region = dice.below(draw.swarm.regions());
    for (int again = 0; again < 3 && mapped(draw, region) && !dice.percent(10); again++) {
      region = dice.below(draw.swarm.regions());
    }
    if (draw.swarm.huge() && !mapped(draw, 0) && dice.percent(80)) {
      return mapHuge(draw);
    }
    int capacity = draw.state.plan().pagesPerRegion();
    Map.Backing backing =
        dice.percent(draw.swarm.files())
            ? dice.oneOf(Map.Backing.SHARED, Map.Backing.PRIVATE_FILE)
            : Map.Backing.ANONYMOUS;
    int pages = dice.percent(60) ? capacity : 1 + dice.below(capacity);
    if (draw.swarm.huge() && region == 0) {
      return new Map(draw.id, 0, pages * AddressPlan.UNIT_PAGES, backing);
    }
    return new Map(draw.id, region, pages, backing);
  }

  /** All of region 0 of a huge plan, where there is a huge page unless a part of it is mapped. */
  private static HmmCommand mapHuge(HmmDraw draw) {
    return new Map(draw.id, 0, AddressPlan.HUGE_PAGES, Map.Backing.ANONYMOUS);
  }

  static boolean mapped(HmmDraw draw, int region) {
    return draw.sets.isMapped(draw.state.plan().arenaPage(region, 0));
  }

  HmmCommand unmap(HmmDraw draw) {
    boolean again = draw.swarm.huge() && draw.dice.percent(50); // there can be a huge page then
    PageRange whole = PageRange.of(0, 0, AddressPlan.HUGE_PAGES);
    return new Unmap(draw.id, again ? whole : draw.areas(held(draw)));
  }

  HmmCommand dontNeed(HmmDraw draw) {
    return new DontNeed(draw.id, draw.range(held(draw)));
  }

  /** Pages of which a device or a mirror has something, mostly. */
  private static BitSet held(HmmDraw draw) {
    int choice = draw.dice.below(4);
    BitSet held =
        switch (choice) {
          case 0 -> draw.sets.onDevice();
          case 1 -> draw.sets.exclusive();
          case 2 -> draw.sets.mirrored(draw.mirror());
          default -> draw.sets.present();
        };
    return draw.likely(100, HmmDraw.both(held, draw.sets.mapped()), draw.sets.mapped());
  }

  HmmCommand protect(HmmDraw draw) {
    Dice dice = draw.dice;
    BitSet restricted = draw.sets.restricted();
    if (!restricted.isEmpty() && dice.percent(50)) {
      return new Protect(draw.id, draw.areas(restricted), Protection.READ_WRITE);
    }
    Protection protection = dice.percent(10) ? Protection.READ_WRITE : dice.oneOf(LESS);
    return new Protect(draw.id, draw.areas(held(draw)), protection);
  }

  /**
   * Mostly inside one area; what leaves it is withheld. It fits into any region. Region 0 of a huge
   * plan takes no part.
   */
  HmmCommand remap(HmmDraw draw) {
    Dice dice = draw.dice;
    AddressPlan plan = draw.state.plan();
    int lowest = plan.huge() ? 1 : 0;
    BitSet held = held(draw);
    held.clear(0, plan.arenaPage(lowest, 0));
    int first = Math.max(draw.page(held), plan.arenaPage(lowest, 0));
    int rest = Math.min(areaRest(draw, first), plan.pagesPerRegion());
    int count = dice.percent(50) ? rest : 1 + dice.below(rest);
    count += count < plan.pagesPerRegion() && dice.percent(5) ? 1 : 0;
    PageRange range = PageRange.of(draw.region(first), draw.inRegion(first), count);
    int regions = Math.min(AddressPlan.REGIONS, draw.swarm.regions() + 1);
    int target = lowest + dice.below(regions - lowest);
    boolean onto = target == range.region() && !dice.percent(10);
    int other = target + 1 < regions ? target + 1 : lowest;
    return new Remap(draw.id, range, onto ? other : target);
  }

  /** How many pages, from this one on, are in its area; they are units of their own. */
  private static int areaRest(HmmDraw draw, int page) {
    int unit = draw.state.plan().areaUnit(page);
    return draw.sets.isMapped(page) ? draw.state.layout().areaEnd(unit) - unit : 1;
  }

  HmmCommand touch(HmmDraw draw) {
    Access access = draw.dice.oneOf(ACCESSES);
    int page = draw.touchable(touched(draw, access));
    return new Touch(draw.id, draw.region(page), draw.inRegion(page), access);
  }

  /** A page that comes back from a device, or that the CPU may touch; others are withheld. */
  private static BitSet touched(HmmDraw draw, Access access) {
    boolean wild = !access.isUserMode() && draw.dice.percent(12);
    BitSet permitted =
        wild ? draw.sets.mapped() : access.isWrite() ? draw.sets.writable() : draw.sets.loadable();
    int choice = draw.dice.below(10);
    BitSet held =
        choice < 2
            ? draw.sets.onDevice()
            : choice < 4
                ? draw.sets.exclusive()
                : choice < 6 ? draw.sets.mirrored(draw.mirror()) : permitted;
    return draw.likely(100, HmmDraw.both(held, permitted), permitted);
  }

  HmmCommand childTouch(HmmDraw draw) {
    int page = draw.touchable(draw.likely(80, draw.sets.ofChild(), draw.sets.mapped()));
    boolean write = draw.dice.percent(60);
    return new ChildTouch(draw.id, draw.region(page), draw.inRegion(page), write);
  }
}
