package org.pageproof.sut.simulator;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.Layout;

/**
 * The areas of the arena in address order. Which areas there are can be seen in {@code
 * /proc/self/maps}, so splitting and merging follow the kernel exactly ({@link MergeRules}).
 */
final class AddressSpace {
  private final MergeRules rules;
  private final PageTable table = new PageTable();
  private final List<Vma> areas = new ArrayList<>();
  private boolean changed;

  AddressSpace(MergeRules rules) {
    this.rules = rules;
  }

  /** The entries of all pages, mapped or not. */
  PageTable table() {
    return table;
  }

  int size() {
    return areas.size();
  }

  Vma at(int index) {
    return areas.get(index);
  }

  /** The index of the first area that ends after a page; {@link #size()} if there is none. */
  int firstEndingAfter(int page) {
    int index = 0;
    while (index < areas.size() && areas.get(index).end() <= page) {
      index++;
    }
    return index;
  }

  /** The area that holds a page; null if it is not mapped. */
  @Nullable Vma lookup(int page) {
    int index = firstEndingAfter(page);
    return index < areas.size() && areas.get(index).start() <= page ? areas.get(index) : null;
  }

  /** Whether any page of [start, end) is mapped. */
  boolean intersects(int start, int end) {
    int index = firstEndingAfter(start);
    return index < areas.size() && areas.get(index).start() < end;
  }

  /** Maps [start, end), of which nothing may be mapped: alone, or by letting a neighbour grow. */
  void map(int start, int end) {
    changed = true;
    int index = firstEndingAfter(start);
    Vma below = alike(index - 1, start, null, 0);
    Vma above = alike(index, end, null, 0);
    if (below != null && above != null && !bothJoin(below, above)) {
      below = rules.joinsBelowFirst() ? below : null;
      above = below == null ? above : null;
    }
    if (below != null && above != null) {
      below.setEnd(above.end());
      below.inheritAnonVma(above);
      areas.remove(index);
    } else if (below != null) {
      below.setEnd(end);
    } else if (above != null) {
      above.setStart(start);
    } else {
      areas.add(index, new Vma(start, end));
    }
  }

  /** Whether a new mapping joins both neighbours; before 6.12 the lower one grew over the upper. */
  private boolean bothJoin(Vma below, Vma above) {
    return rules.joinsBelowFirst()
        ? MergeRules.mayMeet(below.anonVma(), above.anonVma())
        : rules.mayAbsorb(below.anonVma(), above.anonVma());
  }

  /** Removes what is mapped of [start, end), cutting the areas at its edges. */
  void unmap(int start, int end) {
    zap(start, end);
    int index = firstEndingAfter(start);
    while (index < areas.size() && areas.get(index).start() < end) {
      changed = true;
      index = cut(index, start, end);
      areas.remove(index);
    }
  }

  /**
   * Drops the pages of [start, end); their areas stay.
   *
   * @return whether all of it was mapped
   */
  boolean zap(int start, int end) {
    int next = start;
    boolean whole = true;
    for (int i = firstEndingAfter(start); i < areas.size() && areas.get(i).start() < end; i++) {
      Vma area = areas.get(i);
      whole &= area.start() <= next;
      next = Math.min(end, area.end());
      table.zap(Math.max(start, area.start()), next);
    }
    return whole && next == end;
  }

  /**
   * Gives the part [start, end) of an area, which may be all of it, another registration; joins it
   * with its neighbours where they are now alike, and cuts the area where not.
   *
   * @return the index of the area that now holds the part
   */
  int register(int index, int start, int end, @Nullable UserfaultContext owner, long modes) {
    changed = true;
    Vma area = areas.get(index);
    Vma below = start == area.start() ? alike(index - 1, start, owner, modes) : null;
    if (below != null && !rules.mayAbsorb(below.anonVma(), area.anonVma())) {
      below = null;
    }
    boolean mayJoinAbove = end == area.end() && (start == area.start() || rules.joinsTails());
    Vma above = mayJoinAbove ? alike(index + 1, end, owner, modes) : null;
    if (above != null
        && (!rules.mayAbsorb(above.anonVma(), area.anonVma())
            || (below != null && !MergeRules.mayMeet(below.anonVma(), above.anonVma())))) {
      above = null;
    }
    if (below != null) {
      return growUp(index, end, below, above);
    }
    if (above != null) {
      return growDown(index, start, above);
    }
    int part = cut(index, start, end);
    areas.get(part).register(owner, modes);
    return part;
  }

  /** The area below takes over an area's pages up to {@code end}, and the area above if given. */
  private int growUp(int index, int end, Vma below, @Nullable Vma above) {
    Vma area = areas.get(index);
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
  private int growDown(int index, int start, Vma above) {
    Vma area = areas.get(index);
    above.setStart(start);
    above.inheritAnonVma(area);
    if (area.start() == start) {
      areas.remove(index);
      return index;
    }
    area.setEnd(start);
    return index + 1;
  }

  /** The area at this index, if it touches the boundary and is registered so; else null. */
  private @Nullable Vma alike(
      int index, int boundary, @Nullable UserfaultContext owner, long modes) {
    Vma neighbour = touching(index, boundary);
    return neighbour != null && neighbour.isRegistered(owner, modes) ? neighbour : null;
  }

  private @Nullable Vma touching(int index, int boundary) {
    if (index < 0 || index >= areas.size()) {
      return null;
    }
    Vma area = areas.get(index);
    return area.start() == boundary || area.end() == boundary ? area : null;
  }

  /** Cuts an area so that one piece lies inside [start, end); returns that piece's index. */
  private int cut(int index, int start, int end) {
    Vma area = areas.get(index);
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
   * neighbour's is shared, the upper one's first, if the two could merge but for their owners
   * ({@code find_mergeable_anon_vma}, which compares the modes and not the contexts).
   */
  void prepareAnonVma(Vma area) {
    if (area.anonVma() != null) {
      return;
    }
    int index = areas.indexOf(area);
    AnonVma shared = reusable(index + 1, area.end(), area.modes());
    if (shared == null) {
      shared = reusable(index - 1, area.start(), area.modes());
    }
    area.setAnonVma(shared == null ? new AnonVma() : shared);
  }

  private @Nullable AnonVma reusable(int index, int boundary, long modes) {
    Vma neighbour = touching(index, boundary);
    return neighbour != null && neighbour.modes() == modes ? neighbour.anonVma() : null;
  }

  /** The areas as seen from outside; the same object as long as nothing changed. */
  Layout layout(Layout before) {
    if (!changed) {
      return before;
    }
    changed = false;
    long mapped = 0;
    long starts = 0;
    for (Vma area : areas) {
      mapped |= (-1L >>> (64 - (area.end() - area.start()))) << area.start();
      starts |= 1L << area.start();
    }
    return new Layout(mapped, starts);
  }

  /** Appends which areas share an anon_vma, and which pages share a frame. */
  void describeHidden(StringBuilder to) {
    List<AnonVma> numbered = new ArrayList<>();
    for (Vma area : areas) {
      AnonVma anonVma = area.anonVma();
      if (anonVma != null && !numbered.contains(anonVma)) {
        numbered.add(anonVma);
      }
      to.append(anonVma == null ? -1 : numbered.indexOf(anonVma)).append(',');
    }
    table.describeHidden(to);
  }
}
