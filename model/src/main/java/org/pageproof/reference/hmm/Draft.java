package org.pageproof.reference.hmm;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Layout;

/** The state after a command, under construction. */
final class Draft {
  final HmmFacts facts;
  final SpaceDraft parent;
  final SpaceDraft child;

  private final HmmState from;
  private final Mirror[] mirrors;

  /** The mirrors that are copies of this draft's own, as bits. */
  private int ownedMirrors;

  private Layout layout;
  private Layout previous;
  private boolean hasChild;
  private boolean warned;
  private boolean warnedNow;
  private boolean corrupted;
  private boolean freshMemory;

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

  /** The areas of the child, which do not change. */
  Layout childLayout() {
    return from.childLayout();
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

  /** The kernel warns: its taint, or 0 if it is not new. */
  long warn() {
    long taint = warned ? 0 : Steps.TAINT_WARN;
    warned = true;
    warnedNow = true;
    return taint;
  }

  /** What the kernel's taint gains. */
  long taint() {
    return warned && !from.warned() ? Steps.TAINT_WARN : 0;
  }

  /** It is as if the kernel had done nothing wrong. */
  void forgive() {
    warned = from.warned();
    warnedNow = false;
    corrupted = false;
  }

  /** Whether the kernel warned. */
  boolean hasWarned() {
    return warnedNow;
  }

  /** The kernel loses track of what a process maps. */
  void corrupt() {
    corrupted = true;
  }

  /** Coherent memory is as after a RELEASE: the first that is asked for may be a huge page. */
  void freshenMemory() {
    freshMemory = true;
  }

  /** Whether coherent memory is as after a RELEASE. */
  boolean hasFreshMemory() {
    return freshMemory;
  }

  /** Whether the kernel has lost track of what a process maps. */
  boolean isCorrupted() {
    return corrupted;
  }

  /** Whether both processes map pages of the same large folio. */
  boolean sharesFolio() {
    return parent.hasCommonFolio() && child.hasCommonFolio();
  }

  /** The first page of the child's area that holds a mapped page. */
  int childAreaStart(int page) {
    return Areas.start(plan(), childLayout(), page);
  }

  /** The end (exclusive) of the child's area that holds a mapped page. */
  int childAreaEnd(int page) {
    return Areas.end(plan(), childLayout(), page);
  }

  /** The memory of the other process. */
  SpaceDraft other(SpaceDraft space) {
    return space.equals(parent) ? child : parent;
  }

  Mirror mirror(int mirror) {
    return mirrors[mirror];
  }

  void setMirror(int mirror, Mirror changed) {
    ownedMirrors &= ~(1 << mirror);
    mirrors[mirror] = changed;
  }

  /** A mirror whose entries may be changed. */
  private Mirror own(int mirror) {
    if ((ownedMirrors >>> mirror & 1) == 0) {
      ownedMirrors |= 1 << mirror;
      mirrors[mirror] = mirrors[mirror].copy();
    }
    return mirrors[mirror];
  }

  int entry(int mirror, int page) {
    byte[] entries = mirrors[mirror].entries;
    return page < entries.length ? entries[page] : MirrorEntry.NONE;
  }

  void setEntry(int mirror, int page, int entry) {
    if (mirrors[mirror].entries[page] != entry) {
      own(mirror).set(page, entry);
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
    int end = Math.min(last + 1, parent.size());
    for (int page = first; page < end; page++) {
      setEntry(mirror, page, MirrorEntry.NONE);
    }
  }

  /** Whether an allocation through this mirror fails; it fails once. */
  boolean failsAllocation(int mirror) {
    Mirror old = mirrors[mirror];
    if (old.failing) {
      setMirror(mirror, old.withFailing(false));
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
