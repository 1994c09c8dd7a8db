package org.pageproof.reference.userfaultfd;

/**
 * A change of who owns pages, and how it splits and merges areas.
 *
 * @param next the state after it, its areas not yet changed
 * @param areas the areas after it
 */
record Ownership(UffdState next, Areas areas) {

  /** Pages are registered with a slot. */
  static Ownership take(UffdState state, int fd, long pageSet) {
    return change(state, fd, state.owned().get(fd) | pageSet);
  }

  /** Pages of a slot are unregistered. */
  static Ownership release(UffdState state, int fd, long pageSet) {
    return change(state, fd, state.owned().get(fd) & ~pageSet);
  }

  private static Ownership change(UffdState state, int fd, long owned) {
    long changed = owned ^ state.owned().get(fd);
    if (changed == 0) {
      return new Ownership(state, Areas.unchanged(state));
    }
    UffdState next = state.withOwned(fd, owned);
    long mapped = state.layout().mapped();
    return new Ownership(
        next, Areas.after(state, mapped, next.owned().get(0), next.owned().get(1), changed));
  }
}
