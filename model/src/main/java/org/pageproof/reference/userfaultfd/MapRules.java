package org.pageproof.reference.userfaultfd;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Map;

/** mmap(2) of private anonymous memory. */
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
    long mapped = state.layout().mapped() | added;
    Areas areas = Areas.after(state, mapped, state.owned().get(0), state.owned().get(1), added);
    Steps.go(steps, state, areas, Reply.ZERO, List.of(), List.of(), List.of());
  }

  private static long pageSet(UffdState state, Map command) {
    return PageRange.of(command.region(), 0, command.pages()).pageSet(state.plan());
  }
}
