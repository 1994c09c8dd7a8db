package org.pageproof.generation;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.Access;
import org.pageproof.vocabulary.userfaultfd.ChildWrite;
import org.pageproof.vocabulary.userfaultfd.DontNeed;
import org.pageproof.vocabulary.userfaultfd.Free;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Protect;
import org.pageproof.vocabulary.userfaultfd.Protect.Protection;
import org.pageproof.vocabulary.userfaultfd.Remap;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.Unmap;

/** Draws the memory operations around the descriptors. */
final class UffdMemoryDrawer {
  private static final Access[] ACCESSES = {
    Access.READ, Access.READ, Access.READ, Access.READ_LAST,
    Access.WRITE, Access.WRITE, Access.WRITE, Access.WRITE,
    Access.SYSCALL_READ, Access.SYSCALL_READ, Access.SYSCALL_WRITE, Access.SYSCALL_WRITE,
    Access.POPULATE_READ, Access.POPULATE_WRITE
  };
  private static final Access[] KERNEL_ACCESSES = {Access.SYSCALL_READ, Access.SYSCALL_WRITE};

  private final Profile profile;

  UffdMemoryDrawer(Profile profile) {
    this.profile = profile;
  }

  UffdCommand map(UffdDraw draw) {
    Dice dice = draw.dice;
    int region = dice.below(draw.swarm.regions());
    for (int again = 0; again < 3 && mapped(draw, region) && !dice.percent(10); again++) {
      region = dice.below(draw.swarm.regions());
    }
    int capacity = draw.state.plan().pagesPerRegion();
    Map.Backing backing =
        dice.percent(draw.swarm.forks() ? 12 : 4)
            ? dice.oneOf(Map.Backing.FILE, Map.Backing.READ_ONLY_SHMEM)
            : Map.Backing.ANONYMOUS;
    int pages = dice.percent(60) ? capacity : 1 + dice.below(capacity);
    return new Map(draw.id, region, pages, backing);
  }

  private static boolean mapped(UffdDraw draw, int region) {
    return draw.state.mapped(draw.state.plan().arenaPage(region, 0));
  }

  UffdCommand unmap(UffdDraw draw) {
    return new Unmap(draw.id, draw.range(draw.sets.mapped() & ~pinned(draw)));
  }

  /** Pages that user code waits for, most of the time: to take them away is withheld. */
  private static long pinned(UffdDraw draw) {
    return draw.dice.percent(5) ? 0 : draw.sets.waitedInUserMode();
  }

  UffdCommand protect(UffdDraw draw) {
    Dice dice = draw.dice;
    long anonymous = dice.percent(3) ? draw.sets.mapped() : draw.sets.anonymous();
    long restricted = anonymous & ~draw.state.layout().writable();
    boolean markedToo = (restricted & draw.sets.writeProtected()) != 0;
    if (restricted != 0 && dice.percent(markedToo ? 75 : 50)) {
      Protection back = dice.percent(60) ? Protection.READ_WRITE : dice.oneOf(Protection.values());
      return new Protect(draw.id, draw.range(markedFirst(draw, restricted)), back);
    }
    Protection protection =
        dice.oneOf(Protection.READ, Protection.READ, Protection.NONE, Protection.READ_WRITE);
    long liked = markedFirst(draw, anonymous & ~pinned(draw));
    return new Protect(draw.id, draw.range(liked), protection);
  }

  /** Often those of the pages that userfaultfd protects, too. */
  private static long markedFirst(UffdDraw draw, long pages) {
    long marked = pages & draw.sets.writeProtected();
    return marked != 0 && draw.dice.percent(75) ? marked : pages;
  }

  /** Mostly inside one area; what leaves it is withheld. */
  UffdCommand remap(UffdDraw draw) {
    Dice dice = draw.dice;
    int first = draw.page(draw.sets.mapped() & ~pinned(draw));
    int rest = draw.state.mapped(first) ? draw.state.layout().areaEnd(first) - first : 1;
    int count = dice.percent(60) ? rest : 1 + dice.below(rest + (dice.percent(5) ? 1 : 0));
    PageRange range = PageRange.of(draw.region(first), draw.inRegion(first), count);
    int capacity = draw.state.plan().pagesPerRegion();
    if (dice.percent(50)) {
      int room = capacity - range.page();
      return new Remap(draw.id, range, 1 + dice.below(room), Remap.IN_PLACE);
    }
    int pages = dice.percent(70) ? Math.min(count, capacity) : 1 + dice.below(capacity);
    return new Remap(draw.id, range, pages, target(draw, range));
  }

  /** Mostly a region that the range does not lie in; to move onto oneself is an error. */
  private static int target(UffdDraw draw, PageRange range) {
    int regions = Math.min(AddressPlan.REGIONS, draw.swarm.regions() + 1);
    int target = draw.dice.below(regions);
    return target == range.region() && !draw.dice.percent(8) ? (target + 1) % regions : target;
  }

  UffdCommand dontNeed(UffdDraw draw) {
    return new DontNeed(draw.id, draw.range(populated(draw)));
  }

  UffdCommand free(UffdDraw draw) {
    return new Free(draw.id, draw.range(populated(draw)));
  }

  /** Pages that have something to lose: their contents, or a protection. */
  private static long populated(UffdDraw draw) {
    return draw.sets.mapped() & ~draw.sets.empty();
  }

  UffdCommand childWrite(UffdDraw draw) {
    long files = draw.state.layout().file();
    int page = draw.page(draw.dice.percent(20) ? files : draw.sets.anonymous());
    return new ChildWrite(draw.id, draw.region(page), draw.inRegion(page));
  }

  UffdCommand touch(UffdDraw draw) {
    int thread = draw.dice.below(draw.swarm.threads());
    for (int again = 0; again < 3 && draw.state.waiters().busy(thread); again++) {
      thread = draw.dice.below(draw.swarm.threads());
    }
    Access access = access(draw);
    int page = touched(draw, access);
    return new Touch(draw.id, thread, draw.region(page), draw.inRegion(page), access);
  }

  private Access access(UffdDraw draw) {
    Access access = draw.dice.oneOf(ACCESSES);
    if (draw.sets.leftover() != 0 && draw.dice.percent(60)) {
      access = Access.WRITE;
    }
    if (access.isPopulate() && !profile.populates() && draw.dice.percent(80)) {
      access = Access.WRITE;
    }
    return draw.sets.mixedSignals() && access.isUserMode() && draw.dice.percent(85)
        ? draw.dice.oneOf(KERNEL_ACCESSES)
        : access;
  }

  /** A page where something happens: one that is protected, or missing, or just there. */
  private static int touched(UffdDraw draw, Access access) {
    if (draw.dice.percent(access.isUserMode() ? 1 : 6)) {
      return draw.page(0);
    }
    long permitted =
        access.isWrite() ? draw.state.layout().writable() : draw.state.layout().readable();
    long registered = permitted & draw.state.registered();
    long marked = registered & draw.sets.writeProtected();
    long leftover = permitted & draw.sets.leftover();
    long missing = permitted & draw.sets.missing() & ~draw.sets.present();
    if (leftover != 0 && draw.dice.percent(50)) {
      return draw.dice.bitOf(leftover);
    }
    if (marked != 0 && draw.dice.percent(access.isWrite() ? 60 : 20)) {
      return draw.dice.bitOf(marked);
    }
    if (missing != 0 && draw.dice.percent(65)) {
      return draw.dice.bitOf(missing);
    }
    long liked = registered != 0 && draw.dice.percent(60) ? registered : permitted;
    return liked == 0 ? draw.page(draw.sets.mapped()) : draw.dice.bitOf(liked);
  }
}
