package org.pageproof.sut.simulator.areas;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The areas of the arena in address order. Which areas there are can be seen in {@code
 * /proc/self/maps}, so splitting and merging follow the kernel exactly ({@link MergeRules}).
 */
public final class AreaList<A extends Area<A>> {
  private final MergeRules rules;
  private final List<A> areas = new ArrayList<>();

  /** No areas yet. */
  public AreaList(MergeRules rules) {
    this.rules = rules;
  }

  /** The number of areas. */
  public int size() {
    return areas.size();
  }

  /** The area at an index. */
  public A at(int index) {
    return areas.get(index);
  }

  /** The index of the first area that ends after a page; {@link #size()} if there is none. */
  public int firstEndingAfter(int page) {
    int index = 0;
    while (index < areas.size() && areas.get(index).end() <= page) {
      index++;
    }
    return index;
  }

  /** The area that holds a page; null if it is not mapped. */
  public @Nullable A lookup(int page) {
    int index = firstEndingAfter(page);
    return index < areas.size() && areas.get(index).start() <= page ? areas.get(index) : null;
  }

  /** Whether any page of [start, end) is mapped. */
  public boolean intersects(int start, int end) {
    int index = firstEndingAfter(start);
    return index < areas.size() && areas.get(index).start() < end;
  }

  /** Takes an area away. */
  public void remove(int index) {
    areas.remove(index);
  }

  /** Adds an area above all others, as it is: fork(2) copies areas one by one. */
  public void append(A area) {
    areas.add(area);
  }

  /** Adds what mmap(2) maps, where nothing may be mapped: alone, or as a neighbour's growth. */
  public void insertMapping(A fresh) {
    int index = firstEndingAfter(fresh.start());
    A below = absorberBelow(index - 1, fresh);
    A above = absorberAbove(index, fresh);
    if (below != null && above != null && !bothJoinMapping(below, above)) {
      below = rules.joinsBelowFirst() ? below : null;
      above = below == null ? above : null;
    }
    join(index, below, fresh, above);
  }

  /**
   * Whether a new mapping joins both neighbours; from 6.1 to 6.11 the lower grew over the upper.
   */
  private boolean bothJoinMapping(A below, A above) {
    return rules.joinsBelowFirst()
        ? MergeRules.mayMeet(below.anonVma(), above.anonVma())
        : rules.mayAbsorb(below.anonVma(), above.anonVma());
  }

  /**
   * Adds the copy that mremap(2) makes of an area, where nothing may be mapped (copy_vma).
   *
   * @return the area that holds it, which may be the copied area itself, grown
   */
  public A insertCopy(A fresh) {
    int index = firstEndingAfter(fresh.start());
    A below = absorberBelow(index - 1, fresh);
    A above = absorberAbove(index, fresh);
    if (below != null && above != null && !MergeRules.mayMeet(below.anonVma(), above.anonVma())) {
      above = null;
    }
    return areas.get(join(index, below, fresh, above));
  }

  /** Enlarges an area up to {@code end}; what lies between must be free (vma_merge_extend). */
  public void extend(int index, int end) {
    A area = areas.get(index);
    A growth = area.piece(area.end(), end);
    A above = rules.growsOverGaps() ? absorberAbove(index + 1, growth) : null;
    join(index + 1, area, growth, above);
  }

  /** Puts a new area before {@code index}, or lets these neighbours grow over it. */
  private int join(int index, @Nullable A below, A fresh, @Nullable A above) {
    if (below != null) {
      below.setEnd(fresh.end());
      if (above != null) {
        below.setEnd(above.end());
        below.inheritAnonVma(above);
        areas.remove(index);
      }
      below.inheritAnonVma(fresh);
      return index - 1;
    }
    if (above != null) {
      above.setStart(fresh.start());
      above.inheritAnonVma(fresh);
      return index;
    }
    areas.add(index, fresh);
    return index;
  }

  /**
   * Gives a part of an area, which may be all of it, other attributes; joins it with its neighbours
   * where they are now alike, and cuts the area where not (vma_modify).
   *
   * @param index the area's index
   * @param changed the part as it is to be
   * @return the index of the area that now holds the part
   */
  public int replace(int index, A changed) {
    return replace(index, changed, true);
  }

  /** The same for a part whose registration changes. */
  public int replaceRegistered(int index, A changed) {
    return replace(index, changed, rules.joinsTails());
  }

  private int replace(int index, A changed, boolean joinsTails) {
    A area = areas.get(index);
    boolean fromStart = changed.start() == area.start();
    A below = fromStart ? absorberBelow(index - 1, changed) : null;
    boolean mayJoinAbove = changed.end() == area.end() && (fromStart || joinsTails);
    A above = mayJoinAbove ? absorberAbove(index + 1, changed) : null;
    if (below != null && above != null && !MergeRules.mayMeet(below.anonVma(), above.anonVma())) {
      above = null;
    }
    if (below != null) {
      return growUp(index, changed.end(), below, above);
    }
    if (above != null) {
      return growDown(index, changed.start(), above);
    }
    int part = cut(index, changed.start(), changed.end());
    areas.set(part, changed);
    return part;
  }

  /** The area below takes over an area's pages up to {@code end}, and the area above if given. */
  private int growUp(int index, int end, A below, @Nullable A above) {
    A area = areas.get(index);
    if (above != null) {
      areas.remove(index + 1);
      below.inheritAnonVma(above);
    }
    below.setEnd(above == null ? end : above.end());
    below.inheritAnonVma(area);
    if (area.end() == end) {
      areas.remove(index);
    } else {
      area.setStart(end);
    }
    return index - 1;
  }

  /** The area above takes over an area's pages from {@code start} on. */
  private int growDown(int index, int start, A above) {
    A area = areas.get(index);
    above.setStart(start);
    above.inheritAnonVma(area);
    if (area.start() == start) {
      areas.remove(index);
      return index;
    }
    area.setEnd(start);
    return index + 1;
  }

  /** The area at this index, if it may grow up over the given one. */
  private @Nullable A absorberBelow(int index, A fresh) {
    A below = index >= 0 ? areas.get(index) : null;
    return below != null && below.continuesIn(fresh) && mayAbsorb(below, fresh) ? below : null;
  }

  /** The area at this index, if it may grow down over the given one. */
  private @Nullable A absorberAbove(int index, A fresh) {
    A above = index < areas.size() ? areas.get(index) : null;
    return above != null && fresh.continuesIn(above) && mayAbsorb(above, fresh) ? above : null;
  }

  private boolean mayAbsorb(A target, A fresh) {
    return target.isLike(fresh) && rules.mayAbsorb(target.anonVma(), fresh.anonVma());
  }

  /** Cuts an area so that one piece lies inside [start, end); returns that piece's index. */
  public int cut(int index, int start, int end) {
    A area = areas.get(index);
    int piece = index;
    if (area.start() < start) {
      areas.add(index, area.piece(area.start(), start));
      area.setStart(start);
      piece++;
    }
    if (area.end() > end) {
      areas.add(piece + 1, area.piece(end, area.end()));
      area.setEnd(end);
    }
    return piece;
  }

  /**
   * Makes sure that an area has an anon_vma, as is done before an anonymous page is put into it. A
   * neighbour's is shared, the upper one's first, if the two could merge but for their owners and
   * the accesses they permit ({@code find_mergeable_anon_vma}).
   */
  public void prepareAnonVma(A area) {
    if (area.anonVma() != null) {
      return;
    }
    int index = areas.indexOf(area);
    A above = index + 1 < areas.size() ? areas.get(index + 1) : null;
    A below = index > 0 ? areas.get(index - 1) : null;
    if (above != null && area.sharesAnonVmaWith(above)) {
      area.inheritAnonVma(above);
    }
    if (below != null && below.sharesAnonVmaWith(area)) {
      area.inheritAnonVma(below);
    }
    if (area.anonVma() == null) {
      area.setAnonVma(new AnonVma());
    }
  }
}
