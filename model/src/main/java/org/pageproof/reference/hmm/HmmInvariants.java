package org.pageproof.reference.hmm;

import java.util.ArrayList;
import java.util.List;

/** What must hold in every state of the reference machine. */
final class HmmInvariants {
  private HmmInvariants() {}

  static List<String> broken(HmmState state) {
    List<String> broken = new ArrayList<>();
    layout(state, broken);
    AddressSpace parent = state.parent();
    AddressSpace child = state.child();
    for (int page = 0; page < parent.size(); page++) {
      entries(parent, page, broken);
      entries(child, page, broken);
      kin(parent, child, page, broken);
      kin(child, parent, page, broken);
      require(state.hasChild() || child.area[page] == 0, "only a child has areas", broken);
    }
    mirrors(state, broken);
    return broken;
  }

  private static void layout(HmmState state, List<String> broken) {
    long mapped = 0;
    for (int page = 0; page < state.parent().size(); page++) {
      boolean isMapped = (state.parent().area[page] & Area.MAPPED) != 0;
      mapped |= isMapped ? 1L << state.plan().areaUnit(page) : 0;
    }
    require(mapped == state.layout().mapped(), "the layout tells what is mapped", broken);
    require((state.layout().starts() & ~mapped) == 0, "areas begin at mapped pages", broken);
    require((mapped & ~(mapped << 1) & ~state.layout().starts()) == 0, "areas have starts", broken);
  }

  private static void entries(AddressSpace space, int page, List<String> broken) {
    int area = space.area[page];
    int entry = space.entry[page];
    int kind = CpuEntry.kind(entry);
    boolean own = kind == CpuEntry.OWN || kind == CpuEntry.EXCLUSIVE;
    require(kind == CpuEntry.NONE || (area & Area.MAPPED) != 0, "entries are mapped", broken);
    require(own || space.home[page] == Home.SYSTEM, "own pages lie on devices", broken);
    require(!own || (area & Area.SHARED) == 0, "own pages are private", broken);
    require(
        kind != CpuEntry.ZERO || Area.isAnonymous(area),
        "the page of zeros is in anonymous areas",
        broken);
    require(
        kind != CpuEntry.CACHE || !Area.isAnonymous(area),
        "pages of the page cache are in other areas",
        broken);
    require(
        !CpuEntry.isWritable(entry) || (area & Area.WRITABLE) != 0,
        "writable entries are in writable areas",
        broken);
    require(
        !own || !CpuEntry.isWritable(entry) || CpuEntry.isSole(entry),
        "own pages that may be written have one owner",
        broken);
    require(
        kind != CpuEntry.EXCLUSIVE || CpuEntry.isSole(entry),
        "exclusive pages have one owner",
        broken);
  }

  private static void kin(AddressSpace space, AddressSpace other, int page, List<String> broken) {
    int kin = space.kin[page];
    boolean common = CpuEntry.isCommon(space.entry[page]);
    require(kin == AddressSpace.NO_KIN || other.kin[kin] == page, "kin is mutual", broken);
    require(!common || kin != AddressSpace.NO_KIN, "common pages have kin", broken);
    if (common && kin != AddressSpace.NO_KIN) {
      require(CpuEntry.isCommon(other.entry[kin]), "both map a common page", broken);
      require(!CpuEntry.isSole(space.entry[page]), "a common page is nobody's alone", broken);
      require(
          space.head[page] == other.head[kin]
              && space.tail[page] == other.tail[kin]
              && space.home[page] == other.home[kin],
          "a common page is one page",
          broken);
    }
  }

  private static void mirrors(HmmState state, List<String> broken) {
    for (int index = 0; index < HmmState.MIRRORS; index++) {
      Mirror mirror = state.mirror(index);
      for (int page = 0; page < mirror.entries.length; page++) {
        int entry = mirror.entries[page];
        require(mirror.isOpen() || entry == MirrorEntry.NONE, "entries are of mirrors", broken);
        boolean good =
            entry == MirrorEntry.READ
                || entry == MirrorEntry.WRITE
                || entry == MirrorEntry.EXCLUSIVE;
        require(!good || isCurrent(state, mirror, page), "entries are of current pages", broken);
      }
    }
  }

  /** Whether the CPU's entry is one that the mirror may have a good entry of. */
  private static boolean isCurrent(HmmState state, Mirror mirror, int page) {
    AddressSpace space = state.parent();
    int entry = space.entry[page];
    boolean exclusive = mirror.entries[page] == MirrorEntry.EXCLUSIVE;
    boolean writable = mirror.entries[page] == MirrorEntry.WRITE;
    if (CpuEntry.kind(entry) == CpuEntry.EXCLUSIVE || exclusive) {
      return CpuEntry.kind(entry) == CpuEntry.EXCLUSIVE && exclusive;
    }
    boolean local =
        !Home.isPrivate(space.home[page]) || Home.device(space.home[page]) == mirror.device;
    return CpuEntry.kind(entry) != CpuEntry.NONE
        && local
        && (!writable || CpuEntry.isWritable(entry));
  }

  private static void require(boolean holds, String invariant, List<String> broken) {
    if (!holds && !broken.contains(invariant)) {
      broken.add(invariant);
    }
  }
}
