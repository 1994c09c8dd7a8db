package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Map.Backing;

/** mmap(2). */
final class MapRules {
  private MapRules() {}

  static List<Rule<UffdState, Map>> rules() {
    return new RuleBook<Map>("MAP", "mmap(2), MAP_FIXED_NOREPLACE; mm/mmap.c, do_mmap()")
        .rule(
            "EEXIST",
            "A range of which something is mapped is EEXIST, and nothing changes.",
            (s, c) -> (pageSet(s, c) & s.layout().mapped()) != 0,
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EEXIST, List.of()))
        .rule(
            "OK",
            "The new pages are absent and belong to no context, even beside a registered area.",
            (s, c) -> true,
            MapRules::map)
        .rules();
  }

  private static void map(UffdState state, Map command, AllowedSteps<UffdState> steps) {
    long added = pageSet(state, command);
    boolean anonymous = command.backing() == Backing.ANONYMOUS;
    Layout before = state.layout();
    Layout layout =
        new Layout(
            before.mapped() | added,
            before.starts(),
            before.readable() | (anonymous ? added : 0),
            before.writable() | (anonymous ? added : 0),
            before.file() | (anonymous ? 0 : added),
            before.missing(),
            before.protectable());
    boolean shared = command.backing() == Backing.READ_ONLY_SHMEM;
    UffdState next = state.withLayout(layout).withShmem(state.shmem() | (shared ? added : 0));
    Areas areas = Areas.after(before.starts(), next, added);
    Steps.go(steps, next, areas, Reply.ZERO, List.of(), List.of(), List.of());
  }

  private static long pageSet(UffdState state, Map command) {
    return PageRange.of(command.region(), 0, command.pages()).pageSet(state.plan());
  }
}
