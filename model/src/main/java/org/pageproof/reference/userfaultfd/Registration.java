package org.pageproof.reference.userfaultfd;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.userfaultfd.Register;

/**
 * Which pages are registered with which context, and in which modes. Sets of arena pages; bit n is
 * page n. All pages of an area are alike.
 *
 * @param owned for each context the pages registered with it
 * @param missing the pages whose missing faults are told
 * @param protectable the pages whose protected writes are told
 */
public record Registration(List<Long> owned, long missing, long protectable) {
  /** Nothing is registered. */
  static final Registration NONE = new Registration(List.of(0L, 0L, 0L, 0L), 0, 0);

  /** Copies the list. */
  public Registration {
    owned = List.copyOf(owned);
  }

  /** All registered pages, whoever owns them: those that have a mode. */
  public long registered() {
    return missing | protectable;
  }

  /** The context that owns a registered page. */
  public int owner(int page) {
    for (int context = 0; context < owned.size() - 1; context++) {
      if ((owned.get(context) >>> page & 1) != 0) {
        return context;
      }
    }
    return owned.size() - 1;
  }

  /** The pages that belong to other contexts than this. */
  long foreign(int context) {
    return registered() & ~owned.get(context);
  }

  /**
   * Pages are registered with a context. One that is registered in all requested modes already
   * stays as it is; otherwise its modes are replaced.
   *
   * @param mode the mode bits of {@link Register}
   */
  Registration take(int context, long pageSet, long mode) {
    boolean wantsMissing = (mode & Register.MODE_MISSING) != 0;
    boolean wantsProtectable = (mode & Register.MODE_WP) != 0;
    long asked = wantsMissing ? missing : -1L;
    asked &= wantsProtectable ? protectable : -1L;
    long changed = pageSet & ~(owned.get(context) & asked);
    return new Registration(
        with(context, owned.get(context) | changed),
        wantsMissing ? missing | changed : missing & ~changed,
        wantsProtectable ? protectable | changed : protectable & ~changed);
  }

  /** Pages are no longer registered, whoever owned them. */
  Registration without(long pageSet) {
    return new Registration(
        List.of(
            owned.get(0) & ~pageSet,
            owned.get(1) & ~pageSet,
            owned.get(2) & ~pageSet,
            owned.get(3) & ~pageSet),
        missing & ~pageSet,
        protectable & ~pageSet);
  }

  /** Pages get the owner and the modes of one page. */
  Registration like(int page, long pageSet) {
    if ((registered() >>> page & 1) == 0) {
      return without(pageSet);
    }
    int owner = owner(page);
    Registration cleared = without(pageSet);
    return new Registration(
        cleared.with(owner, cleared.owned.get(owner) | pageSet),
        cleared.missing | ((missing >>> page & 1) != 0 ? pageSet : 0),
        cleared.protectable | ((protectable >>> page & 1) != 0 ? pageSet : 0));
  }

  /** The same within a set of pages, and outside of it as another registration says. */
  Registration within(long pageSet, Registration other) {
    List<Long> merged = new ArrayList<>(owned.size());
    for (int context = 0; context < owned.size(); context++) {
      merged.add((owned.get(context) & pageSet) | (other.owned.get(context) & ~pageSet));
    }
    return new Registration(
        merged,
        (missing & pageSet) | (other.missing & ~pageSet),
        (protectable & pageSet) | (other.protectable & ~pageSet));
  }

  /** What one context owned belongs to another. */
  Registration handOver(int from, int to) {
    long moved = owned.get(from);
    Registration emptied = new Registration(with(from, 0), missing, protectable);
    return new Registration(emptied.with(to, moved), missing, protectable);
  }

  private List<Long> with(int context, long set) {
    return List.of(
        context == 0 ? Long.valueOf(set) : owned.get(0),
        context == 1 ? Long.valueOf(set) : owned.get(1),
        context == 2 ? Long.valueOf(set) : owned.get(2),
        context == 3 ? Long.valueOf(set) : owned.get(3));
  }

  /** The pages at which an owner or a mode begins or ends. */
  long edges() {
    long edges = edges(missing) | edges(protectable);
    for (long set : owned) {
      edges |= edges(set);
    }
    return edges;
  }

  /** The pages at which membership of the set changes. */
  static long edges(long pageSet) {
    return pageSet ^ (pageSet << 1);
  }
}
