package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Remap;

/** What an mremap(2) that moves does to pages and areas. mm/mremap.c, move_vma(). */
final class Moving {
  private final UffdState state;
  private final Remap command;

  /** The first page that moves, and where it moves to. */
  private final int from;

  private final int to;
  private final long source;
  private final long destination;

  Moving(UffdState state, Remap command) {
    this.state = state;
    this.command = command;
    this.from = command.range().firstPage(state.plan());
    this.to = command.destination().firstPage(state.plan());
    this.source = command.range().pageSet(state.plan());
    this.destination = command.destination().pageSet(state.plan());
  }

  /** The pages move and lose their registration and its marks. */
  void allow(AllowedSteps<UffdState> steps) {
    // Marks left over from an earlier registration move along.
    UffdState next = moved(Marks.clear(state, source & state.registered()));
    allow(next, 0, destination, steps);
  }

  /** The registration and its marks move along. */
  void allowRegistered(AllowedSteps<UffdState> steps) {
    UffdState next = moved(state);
    Registration moved = state.registration().like(from, destination);
    UffdState registered = next.withRegistration(moved.within(destination, next.registration()));
    allow(registered, 0, destination, steps);
  }

  /** Whether the pages come to lie beside an area that they could be one with before they move. */
  boolean besideTheirLike() {
    return (state.registered() >>> from & 1) != 0 && (left() | right()) != 0;
  }

  /** The pages are merged with areas beside them, and all of it loses its registration. */
  void allowMerged(AllowedSteps<UffdState> steps) {
    UffdState next = moved(Marks.clear(state, source & state.registered()));
    long left = left();
    long right = right();
    allowMerged(next, left | right, steps);
    if (left != 0 && right != 0) {
      allowMerged(next, left, steps);
      allowMerged(next, right, steps);
    }
  }

  private void allowMerged(UffdState next, long merged, AllowedSteps<UffdState> steps) {
    long leftover = Marks.in(next, merged & ~source & ~destination);
    UffdState unregistered =
        next.withRegistration(next.registration().without(merged))
            .withUnseen(next.unseen().withLeftover(leftover));
    long joints = 0;
    long behind = Long.highestOneBit(destination) << 1;
    joints |= (merged & left()) != 0 && next.mapped(to - 1) ? 1L << to : 0;
    joints |= (merged & right() & ~source) != 0 && (behind & source) == 0 ? behind : 0;
    allow(unregistered, joints, destination | merged, steps);
  }

  /**
   * Areas split and merge around what changed.
   *
   * @param joints pages at which no area begins
   */
  private void allow(UffdState next, long joints, long changed, AllowedSteps<UffdState> steps) {
    Areas areas = Areas.after(next.layout().starts(), next, changed);
    Layout layout = areas.layout();
    Areas joined =
        new Areas(layout.withStarts(layout.starts() & ~joints), areas.optionalStarts() & ~joints);
    Steps.go(steps, next, joined, Reply.ZERO, List.of(), List.of(), List.of());
  }

  /** The area before the destination, if it is like what moves. */
  private long left() {
    return to == 0 ? 0 : like(to - 1);
  }

  /** The area behind the destination, if it is like what moves. */
  private long right() {
    return like(to + command.pages());
  }

  /**
   * The area that holds a page when the moved pages come to lie beside it, if owner, modes and
   * protection are the same. The pages are still where they came from as well, so it may be the
   * area that they leave.
   */
  private long like(int page) {
    Layout layout = Areas.afterUnmap(state.layout(), destination | tail());
    if ((layout.mapped() >>> page & 1) == 0
        || (state.registered() >>> page & 1) == 0
        || state.owner(page) != state.owner(from)
        || !alike(state.missing(), page)
        || !alike(state.protectable(), page)
        || !alike(state.layout().readable(), page)
        || !alike(state.layout().writable(), page)) {
      return 0;
    }
    int first = page;
    while ((layout.starts() >>> first & 1) == 0) {
      first--;
    }
    return (-1L >>> (64 - (layout.areaEnd(page) - first))) << first;
  }

  /** What does not fit into the new size: it is unmapped before anything moves. */
  private long tail() {
    int kept = Math.min(command.range().count(), command.pages());
    return source & ~((-1L >>> (64 - kept)) << from);
  }

  private boolean alike(long pageSet, int page) {
    return (pageSet >>> page & 1) == (pageSet >>> from & 1);
  }

  /** The state after it, with the bounds of what stays. */
  private UffdState moved(UffdState before) {
    UffdState emptied = UnmapRules.without(before, source | destination);
    Layout kept = emptied.layout();
    Layout old = state.layout();
    Layout layout =
        new Layout(
            kept.mapped() | destination,
            kept.starts(),
            kept.readable() | (has(old.readable()) ? destination : 0),
            kept.writable() | (has(old.writable()) ? destination : 0),
            kept.file() | (has(old.file()) ? destination : 0),
            kept.missing(),
            kept.protectable());
    return withPages(before, emptied)
        .withLayout(layout)
        .withShmem(emptied.shmem() | (has(state.shmem()) ? destination : 0));
  }

  private boolean has(long pageSet) {
    return (pageSet >>> from & 1) != 0;
  }

  private UffdState withPages(UffdState before, UffdState emptied) {
    Pages old = before.pages();
    Pages pages = emptied.pages();
    long leftover = 0;
    long lazy = 0;
    int count = Math.min(command.range().count(), command.pages());
    for (int k = 0; k < count; k++) {
      pages = pages.with(to + k, old.bits(from + k), old.head(from + k), old.tail(from + k));
      leftover |= (before.unseen().leftover() >>> (from + k) & 1) << (to + k);
      lazy |= (before.unseen().lazy() >>> (from + k) & 1) << (to + k);
    }
    return emptied.withPages(pages, emptied.unseen().withLeftover(leftover).withLazy(lazy));
  }
}
