package org.pageproof.reference.hmm;

/** The ends of mirrors. */
final class Mirrors {
  private Mirrors() {}

  /** The last reference to a mirror is gone. */
  static void release(Draft draft, int mirror, boolean leaking) {
    int device = draft.mirror(mirror).device;
    draft.setMirror(mirror, Mirror.closed(draft.parent.size()));
    if (leaking) {
      Migration.evictLeaking(draft, device);
    } else {
      Migration.evict(draft, device);
    }
  }

  /** A mirror is only the child's now: nobody can ask it anything any more. */
  static HmmState leaveToChild(HmmState state, int mirror) {
    Draft draft = new Draft(state);
    int kept = mirror + HmmState.SLOTS;
    Mirror left = draft.mirror(mirror);
    draft.setMirror(
        kept, Mirror.opened(left.device, draft.parent.size()).withFailing(left.failing));
    draft.setMirror(mirror, Mirror.closed(draft.parent.size()));
    rename(draft.parent, mirror, kept);
    rename(draft.child, mirror, kept);
    return draft.build();
  }

  private static void rename(SpaceDraft space, int mirror, int kept) {
    Directory directory = space.directory();
    for (int page = 0; page < space.size(); page++) {
      int home = space.home(page);
      if (home != Home.SYSTEM && Home.mirror(home) == mirror) {
        space.setHome(page, Home.of(Home.device(home), kept));
      }
    }
    space.setDirectory(directory); // page 0 has not moved
  }
}
