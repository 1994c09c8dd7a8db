package org.pageproof.reference.hmm;

import org.pageproof.vocabulary.AddressPlan;

/** What fork(2) does to the memory of the process, and what the child is born with. */
final class Forking {
  private Forking() {}

  static HmmState fork(HmmState state) {
    Draft draft = new Draft(state);
    Areas.spread(draft);
    SpaceDraft space = draft.parent;
    draft.forgetChanges();
    int now = draft.now();
    SpaceDraft born = new SpaceDraft(AddressSpace.empty(state.plan()));
    for (int page = 0; page < space.size(); page++) {
      if (space.is(page, Area.MAPPED)) {
        born.setArea(page, space.area(page), space.backing(page));
        born.setFamily(page, space.family(page));
        born.setSince(page, now);
        born.setKin(page, page);
        space.setKin(page, page);
        if (space.is(page, Area.SHARED)) {
          born.setWords(page, space.head(page), space.tail(page));
        } else if (space.family(page) != AddressSpace.NO_FAMILY) {
          draft.invalidate(page, page + 1);
          copy(draft, born, page);
        }
      }
    }
    copyDirectory(state, space, born);
    for (int mirror = 0; mirror < HmmState.SLOTS; mirror++) {
      draft.setMirror(mirror, draft.mirror(mirror).withInherited(true));
    }
    return draft.build(born.build(), true, draft.layout());
  }

  /** A page table is copied with the first area in it whose entries are; so is a huge entry. */
  private static void copyDirectory(HmmState state, SpaceDraft space, SpaceDraft born) {
    boolean copied = !state.plan().huge();
    for (int page = 0; page < AddressPlan.HUGE_PAGES && !copied; page++) {
      copied =
          space.is(page, Area.MAPPED)
              && !space.is(page, Area.SHARED)
              && space.family(page) != AddressSpace.NO_FAMILY;
    }
    if (copied) {
      space.setDirectory(space.directory().withCommon(space.hasFolio()));
      born.setDirectory(space.directory());
    }
  }

  private static void copy(Draft draft, SpaceDraft born, int page) {
    SpaceDraft space = draft.parent;
    switch (space.kind(page)) {
      case CpuEntry.NONE -> {
        return;
      }
      case CpuEntry.ZERO, CpuEntry.CACHE -> born.setEntry(page, space.entry(page));
      default -> {
        space.setEntry(page, CpuEntry.OWN | CpuEntry.COMMON);
        born.setEntry(page, CpuEntry.OWN | CpuEntry.COMMON | CpuEntry.INHERITED);
      }
    }
    born.setHome(page, space.home(page));
    born.setWords(page, space.head(page), space.tail(page));
  }
}
