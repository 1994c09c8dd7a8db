package org.pageproof.reference.hmm;

import java.util.Arrays;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;

/** The state after a command, under construction. */
final class Draft {
  final HmmFacts facts;
  final SpaceDraft parent;
  final SpaceDraft child;

  private final HmmState from;
  private final Mirror[] mirrors;
  private Layout layout;
  private Layout previous;
  private boolean hasChild;
  private boolean warned;

  Draft(HmmState from) {
    this.from = from;
    this.facts = from.facts();
    this.parent = new SpaceDraft(from.parent());
    this.child = new SpaceDraft(from.child());
    this.mirrors = from.mirrors();
    this.layout = from.layout();
    this.previous = from.previous();
    this.hasChild = from.hasChild();
    this.warned = from.warned();
  }

  /** The finished state. */
  HmmState build() {
    return build(child.build(), hasChild, from.childLayout());
  }

  /** The finished state with another child. */
  HmmState build(AddressSpace newChild, boolean exists, Layout newChildLayout) {
    return new HmmState(
        from.plan(),
        facts,
        layout,
        previous,
        newChildLayout,
        parent.build(),
        newChild,
        exists,
        mirrors,
        warned);
  }

  /** The state before. */
  HmmState from() {
    return from;
  }

  AddressPlan plan() {
    return from.plan();
  }

  /** The first page of the area that holds a mapped page of the process. */
  int areaStart(int page) {
    return Areas.start(plan(), layout, page);
  }

  /** The end (exclusive) of the area that holds a mapped page of the process. */
  int areaEnd(int page) {
    return Areas.end(plan(), layout, page);
  }

  Layout layout() {
    return layout;
  }

  /** Areas change; {@link Areas#spread} has been called. */
  void setLayout(Layout newLayout) {
    previous = layout;
    layout = newLayout;
  }

  /** Bounds of areas count as changed only if they change from now on. */
  void forgetChanges() {
    previous = layout;
  }

  boolean hasChild() {
    return hasChild;
  }

  /** Whether the bounds of a mapped page's area have changed since areas were spread. */
  boolean isAltered(int page) {
    AddressPlan plan = plan();
    return (previous.mapped() >>> plan.areaUnit(page) & 1) == 0
        || Areas.start(plan, previous, page) != areaStart(page)
        || Areas.end(plan, previous, page) != areaEnd(page);
  }

  /** The time of the next change of areas. */
  int now() {
    int last = 0;
    for (int page = 0; page < parent.size(); page++) {
      last = Math.max(last, parent.since(page));
    }
    return last + 1;
  }

  private int since(int page) {
    return isAltered(page) ? Integer.MAX_VALUE : parent.since(page);
  }

  /**
   * Whether the kernel, looking for all who map a page, comes to the parent's area before the
   * child's copy of it. It looks no further once nobody maps the page any more, so that otherwise
   * the parent's mirrors are not told of what only the child still maps. Areas are found by where
   * they begin, then by when their bounds last changed. mm/rmap.c, rmap_walk_anon().
   */
  boolean isFoundFirst(int page) {
    return isFoundBefore(page, parent.kin(page));
  }

  /** As {@link #isFoundFirst}, with a page of the child that need not be kin. */
  private boolean isFoundBefore(int page, int kin) {
    int order = Long.compare(offset(page), Areas.offset(child, childStart(kin)));
    return order < 0 || (order == 0 && since(page) < child.since(kin));
  }

  /** Whether the kernel comes to a page of the parent before it comes to another of its pages. */
  private boolean isFoundBeforeOwn(int earlier, int later) {
    int order = Long.compare(offset(earlier), offset(later));
    return order < 0 || (order == 0 && since(earlier) < since(later));
  }

  /** Where in memory the area of a page of the parent began at first. */
  private long offset(int page) {
    return Areas.offset(parent, areaStart(page));
  }

  private int childStart(int kin) {
    return Areas.start(plan(), from.childLayout(), kin);
  }

  /** The kernel warns: its taint, or 0 if it is not new. */
  long warn() {
    long taint = warned ? 0 : Steps.TAINT_WARN;
    warned = true;
    return taint;
  }

  /** The memory of the other process. */
  SpaceDraft other(SpaceDraft space) {
    return space.equals(parent) ? child : parent;
  }

  Mirror mirror(int mirror) {
    return mirrors[mirror];
  }

  void setMirror(int mirror, Mirror changed) {
    mirrors[mirror] = changed;
  }

  int entry(int mirror, int page) {
    byte[] entries = mirrors[mirror].entries;
    return page < entries.length ? entries[page] : MirrorEntry.NONE;
  }

  void setEntry(int mirror, int page, int entry) {
    Mirror old = mirrors[mirror];
    if (old.entries[page] != entry) {
      byte[] entries = old.entries.clone();
      entries[page] = (byte) entry;
      mirrors[mirror] = new Mirror(old.device, entries, old.failing, old.inherited);
    }
  }

  /**
   * Every mirror is told that entries are no longer valid.
   *
   * @param end the end of the range as the kernel gives it, exclusive: the driver erases this page
   *     too
   */
  void invalidate(int start, int end) {
    invalidate(start, end, Mirror.CLOSED);
  }

  /**
   * Mirrors are told of a page that only the parent maps, and of each page that the kernel comes to
   * before it when it looks for all that map it.
   */
  void invalidateAlike(int page) {
    for (int other = 0; other < parent.size(); other++) {
      if (other == page || (Families.leads(this, page, other) && isFoundBeforeOwn(other, page))) {
        invalidate(other, other + 1);
      }
    }
  }

  /**
   * As {@link #invalidateAlike}, but only of those that it comes to before it finds that only the
   * child had mapped the page beside the parent.
   */
  void invalidateFoundFirst(int page) {
    for (int other = 0; other < parent.size(); other++) {
      if ((other == page || Families.leads(this, page, other))
          && isFoundBefore(other, parent.kin(page))) {
        invalidate(other, other + 1);
      }
    }
  }

  /** As {@link #invalidate}, but mirrors of the device that migrates the range do nothing. */
  void invalidateOthers(int device, int start, int end) {
    invalidate(start, end, device);
  }

  private void invalidate(int start, int end, int spared) {
    for (int mirror = 0; mirror < HmmState.SLOTS; mirror++) {
      Mirror told = mirrors[mirror];
      if (told.isOpen() && told.device != spared) {
        erase(mirror, start, end);
      }
    }
  }

  /** Erases entries, the last one included. */
  void erase(int mirror, int first, int last) {
    Mirror old = mirrors[mirror];
    int end = Math.min(last + 1, old.entries.length);
    for (int page = first; page < end; page++) {
      if (old.entries[page] != MirrorEntry.NONE) {
        byte[] entries = old.entries.clone();
        Arrays.fill(entries, first, end, (byte) MirrorEntry.NONE);
        mirrors[mirror] = new Mirror(old.device, entries, old.failing, old.inherited);
        return;
      }
    }
  }

  /** Whether an allocation through this mirror fails; it fails once. */
  boolean failsAllocation(int mirror) {
    Mirror old = mirrors[mirror];
    if (old.failing) {
      mirrors[mirror] = old.withFailing(false);
    }
    return old.failing;
  }

  /** Other mirrors of the device are not told that a page was freed. */
  void leaveStale(int device, int migrating, int page) {
    for (int mirror = 0; mirror < HmmState.SLOTS; mirror++) {
      if (mirror != migrating && mirrors[mirror].device == device) {
        setEntry(mirror, page, MirrorEntry.stale(entry(mirror, page)));
      }
    }
  }

  /** Whether the other process has an entry of the same page. */
  boolean mappedTwice(SpaceDraft space, int page) {
    if (CpuEntry.isCommon(space.entry(page))) {
      return true;
    }
    int kin = space.kin(page);
    return kin != AddressSpace.NO_KIN
        && space.kind(page) == CpuEntry.CACHE
        && other(space).kind(kin) == CpuEntry.CACHE;
  }

  /** The mirrors are told of a page that is unmapped wherever it is mapped. */
  void invalidateWherever(SpaceDraft space, int page) {
    if (space.equals(parent)) {
      invalidate(page, page + 1);
      return;
    }
    int entry = space.entry(page);
    boolean fromParent =
        CpuEntry.isCommon(entry)
            || (entry & CpuEntry.INHERITED) != 0
            || CpuEntry.kind(entry) == CpuEntry.CACHE;
    int kin = space.kin(page);
    if (fromParent && kin != AddressSpace.NO_KIN && isFoundFirst(kin)) {
      invalidate(kin, kin + 1);
    }
  }

  /** An own page, wherever it is mapped, now lies elsewhere. */
  void move(SpaceDraft space, int page, int home) {
    space.setHome(page, home);
    if (CpuEntry.isCommon(space.entry(page))) {
      other(space).setHome(space.kin(page), home);
    }
  }

  /** A process no longer maps an own page that both mapped. */
  void unshare(SpaceDraft space, int page) {
    int entry = space.entry(page);
    if (CpuEntry.isCommon(entry)) {
      SpaceDraft other = other(space);
      int kin = space.kin(page);
      other.setEntry(kin, other.entry(kin) & ~CpuEntry.COMMON);
      space.setEntry(page, entry & ~CpuEntry.COMMON);
    }
  }

  /** Removes an entry of a process. */
  void zap(SpaceDraft space, int page) {
    unshare(space, page);
    space.clear(page);
  }

  /** Stores words into a page that is mapped writable. */
  void store(SpaceDraft space, int page, long head, long tail) {
    space.setWords(page, head, tail);
    int kin = space.kin(page);
    if (space.is(page, Area.SHARED) && kin != AddressSpace.NO_KIN) {
      other(space).setWords(kin, head, tail);
    }
  }
}
