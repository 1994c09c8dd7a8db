package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.Remap;

/** mremap(2), for contexts that did not ask for the remap event. */
final class RemapRules {
  private RemapRules() {}

  static List<Rule<UffdState, Remap>> rules() {
    return new RuleBook<Remap>("REMAP", "mremap(2); mm/mremap.c, do_mremap()")
        .withheld(
            "NOT-ONE-AREA",
            "Only what lies inside one area is moved or resized.",
            (s, c) -> !s.layout().insideOneArea(c.range(), s.plan()),
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.NOT_ONE_AREA))
        .withheld(
            "UNDER-WAITER",
            "A page that a thread waits on in user mode does not go: woken, it would be killed.",
            (s, c) ->
                s.waiters().inUserMode(source(s, c))
                    || (c.moves() && s.waiters().inUserMode(destination(s, c))),
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.UNMAP_UNDER_WAITER))
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
            (s, c) -> true,
            (s, c, steps) -> new Moving(s, c).allowRegistered(steps))
        .defectOf(
            "from 4.20",
            Profile::unregistersOnMove,
            "seen on 6.1.192, 6.12.117, 6.18.44 and 7.2.13",
            "UNREGISTERS-NEIGHBOUR",
            "Moved beside an area of the same context, the pages may be merged with it, and then all"
                + " of that area loses its registration: its absent pages become zeros, and nobody is"
                + " told.",
            (s, c) -> new Moving(s, c).besideTheirLike(),
            (s, c, steps) -> new Moving(s, c).allowMerged(steps))
        .sometimes()
        .rule(
            "MOVE",
            "What was mapped there is gone; the pages keep their contents, but are no longer"
                + " registered or protected.",
            (s, c) -> true,
            (s, c, steps) -> new Moving(s, c).allow(steps))
        .rules();
  }

  private static long source(UffdState state, Remap command) {
    return command.range().pageSet(state.plan());
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
        layout.file() | ((layout.file() >>> page & 1) != 0 ? added : 0),
        layout.missing(),
        layout.protectable());
  }
}
