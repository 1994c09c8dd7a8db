package org.pageproof.reference.userfaultfd;

/**
 * A change of who owns pages, and how it splits and merges areas.
 *
 * @param next the state after it, its areas not yet changed
 * @param areas the areas after it
 */
record Ownership(UffdState next, Areas areas) {
  /** The registration changes. */
  static Ownership change(UffdState state, Registration registration) {
    long changed = changed(state.registration(), registration);
    if (changed == 0) {
      return new Ownership(state, Areas.unchanged(state));
    }
    UffdState next = state.withRegistration(registration);
    return new Ownership(next, Areas.after(state.layout().starts(), next, changed));
  }

  /**
   * Pages are unregistered: where the area has the write-protection mode, the protection ends too.
   * fs/userfaultfd.c, userfaultfd_clear_vma().
   */
  static Ownership release(UffdState state, long pageSet) {
    UffdState cleared = Marks.clear(state, pageSet & state.registered() & state.protectable());
    return change(cleared, state.registration().without(pageSet));
  }

  private static long changed(Registration before, Registration after) {
    long changed = before.missing() ^ after.missing();
    changed |= before.protectable() ^ after.protectable();
    for (int context = 0; context < before.owned().size(); context++) {
      changed |= before.owned().get(context) ^ after.owned().get(context);
    }
    return changed;
  }
}
