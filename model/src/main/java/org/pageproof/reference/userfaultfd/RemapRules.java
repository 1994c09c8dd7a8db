package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Remap;

/** mremap(2), for contexts that did not ask for the remap event. */
final class RemapRules {
  private RemapRules() {}

  static List<Rule<UffdState, Remap>> rules(Profile profile) {
    return new RuleBook<Remap>("REMAP", "mremap(2); mm/mremap.c, do_mremap()")
        .withheld(
            "NOT-ONE-AREA",
            "Only what lies inside one area is moved or resized.",
            (s, c) -> !s.layout().insideOneArea(source(s, c)) || beyondArena(s, c),
            (s, c, steps) -> withhold(s, Withholding.NOT_ONE_AREA, steps))
        .withheld(
            "UNDER-WAITER",
            "A page that a thread waits on in user mode does not go: woken, it would be killed.",
            (s, c) ->
                s.waiters().inUserMode(source(s, c))
                    || (c.moves() && s.waiters().inUserMode(destination(s, c))),
            (s, c, steps) -> withhold(s, Withholding.UNMAP_UNDER_WAITER, steps))
        .rule(
            "OVERLAP",
            "A move onto a part of itself is EINVAL.",
            (s, c) -> c.moves() && (source(s, c) & destination(s, c)) != 0,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL, List.of()))
        .rule(
            "NO-ROOM",
            "Growing in place from inside an area, or into another, is ENOMEM.",
            (s, c) -> !c.moves() && grown(s, c) != 0 && !hasRoom(s, c),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.ENOMEM, List.of()))
        .rule(
            "GROW",
            "What an area grows by in place is absent and registered like the area.",
            (s, c) -> !c.moves() && grown(s, c) != 0,
            RemapRules::grow)
        .rule(
            "SHRINK",
            "Shrinking in place unmaps the rest; with the old size nothing happens.",
            (s, c) -> !c.moves(),
            (s, c, steps) ->
                Steps.change(
                    steps,
                    UnmapRules.without(s, source(s, c) & ~destination(s, c)),
                    Reply.ZERO,
                    List.of()))
        .ruleFor(
            "before 4.20",
            p -> !p.unregistersOnMove(),
            "MOVE-REGISTERED",
            "The registration moves along.",
            (s, c) -> !profile.unregistersOnMove(),
            (s, c, steps) -> move(s, c, true, steps))
        .rule(
            "MOVE",
            "What was mapped there is gone; the pages keep their contents, but are no longer"
                + " registered or protected.",
            (s, c) -> true,
            (s, c, steps) -> move(s, c, false, steps))
        .rules();
  }

  private static void withhold(UffdState state, Withholding reason, AllowedSteps<UffdState> steps) {
    Steps.stay(steps, state, new Reply.Withheld(reason), List.of());
  }

  private static long source(UffdState state, Remap command) {
    return command.range().pageSet(state.plan());
  }

  /** A range that is cut by the arena's end does not lie inside one area. */
  private static boolean beyondArena(UffdState state, Remap command) {
    return Long.bitCount(source(state, command)) != command.range().count();
  }

  private static long destination(UffdState state, Remap command) {
    return command.destination().pageSet(state.plan());
  }

  private static long grown(UffdState state, Remap command) {
    return destination(state, command) & ~source(state, command);
  }

  private static boolean hasRoom(UffdState state, Remap command) {
    int first = command.range().firstPage(state.plan());
    return state.layout().areaEnd(first) == first + command.range().count()
        && (grown(state, command) & state.layout().mapped()) == 0;
  }

  private static void grow(UffdState state, Remap command, AllowedSteps<UffdState> steps) {
    int first = command.range().firstPage(state.plan());
    long grown = grown(state, command);
    UffdState next =
        state
            .withLayout(like(state.layout(), first, grown))
            .withShmem(state.shmem() | ((state.shmem() >>> first & 1) != 0 ? grown : 0))
            .withRegistration(state.registration().like(first, grown));
    Areas areas = Areas.after(state.layout().starts(), next, grown);
    // The area itself grows: it does not begin anew where it grew.
    long elsewhere = ~Long.lowestOneBit(grown);
    Steps.go(
        steps,
        next,
        new Areas(areas.layout(), areas.optionalStarts() & elsewhere),
        Reply.ZERO,
        List.of(),
        List.of(),
        List.of());
  }

  /** The layout with more pages that are mapped as one page is. */
  private static Layout like(Layout layout, int page, long added) {
    return new Layout(
        layout.mapped() | added,
        layout.starts() & ~added,
        layout.readable() | ((layout.readable() >>> page & 1) != 0 ? added : 0),
        layout.writable() | ((layout.writable() >>> page & 1) != 0 ? added : 0),
        layout.file() | ((layout.file() >>> page & 1) != 0 ? added : 0));
  }

  private static void move(
      UffdState state, Remap command, boolean registered, AllowedSteps<UffdState> steps) {
    int from = command.range().firstPage(state.plan());
    int to = command.destination().firstPage(state.plan());
    long source = source(state, command);
    long destination = destination(state, command);
    // The protection ends with the registration; marks left over from an earlier one move along.
    UffdState source0 = registered ? state : Marks.clear(state, source & state.registered());
    UffdState emptied = UnmapRules.without(source0, source | destination);
    Layout kept = emptied.layout();
    Layout mapped = attributesOf(kept, state.layout(), from, destination);
    UffdState next =
        movedPages(source0, emptied, from, to, Math.min(command.range().count(), command.pages()))
            .withLayout(mapped)
            .withShmem(emptied.shmem() | ((state.shmem() >>> from & 1) != 0 ? destination : 0));
    if (registered) {
      next =
          next.withRegistration(
              state.registration().like(from, destination).without(source & ~destination));
    }
    Areas areas = Areas.after(kept.starts(), next, destination);
    Steps.go(steps, next, areas, Reply.ZERO, List.of(), List.of(), List.of());
  }

  private static Layout attributesOf(Layout kept, Layout before, int from, long destination) {
    return new Layout(
        kept.mapped() | destination,
        kept.starts(),
        kept.readable() | ((before.readable() >>> from & 1) != 0 ? destination : 0),
        kept.writable() | ((before.writable() >>> from & 1) != 0 ? destination : 0),
        kept.file() | ((before.file() >>> from & 1) != 0 ? destination : 0));
  }

  private static UffdState movedPages(
      UffdState before, UffdState emptied, int from, int to, int count) {
    Pages old = before.pages();
    Pages pages = emptied.pages();
    long leftover = emptied.unseen().leftover();
    long lazy = emptied.unseen().lazy();
    for (int k = 0; k < count; k++) {
      pages = pages.with(to + k, old.bits(from + k), old.head(from + k), old.tail(from + k));
      leftover |= (before.unseen().leftover() >>> (from + k) & 1) << (to + k);
      lazy |= (before.unseen().lazy() >>> (from + k) & 1) << (to + k);
    }
    return emptied.withPages(pages, new UffdState.Unseen(leftover, lazy));
  }
}
