package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.hmm.Map;
import org.pageproof.vocabulary.hmm.Map.Backing;

/** mmap(2). */
final class MapRules {
  private MapRules() {}

  static List<Rule<HmmState, Map>> rules() {
    return new RuleBook<Map>("MAP", "mmap(2), MAP_FIXED_NOREPLACE; mm/mmap.c, do_mmap()")
        .rule(
            "EEXIST",
            "A range of which something is mapped is EEXIST, and nothing changes.",
            (s, c) -> Ranges.isAnyMapped(s, first(s, c), first(s, c) + c.pages()),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EEXIST))
        .rule(
            "OK",
            "The new pages are absent, and mirrors are told nothing.",
            (s, c) -> true,
            MapRules::map)
        .rules();
  }

  private static int first(HmmState state, Map command) {
    return state.plan().arenaPage(command.region(), 0);
  }

  private static void map(HmmState state, Map command, AllowedSteps<HmmState> steps) {
    Draft draft = new Draft(state);
    Areas.spread(draft);
    int first = first(state, command);
    int end = first + command.pages();
    int area = Area.MAPPED | Area.READABLE | Area.WRITABLE | kind(command.backing());
    for (int k = 0; k < command.pages(); k++) {
      boolean anonymous = command.backing() == Backing.ANONYMOUS;
      draft.parent.setArea(first + k, area, anonymous ? 0 : Token.of(command.id(), k));
    }
    if (isAdvised(state, command)) {
      advise(draft.parent, first, end);
    }
    long added = Ranges.set(state, first, end);
    Areas areas = Areas.after(draft, state.layout(), added);
    draft.setLayout(areas.layout());
    Steps.areas(steps, draft.build(), areas, Reply.ZERO);
  }

  /**
   * Until it is advised, a mapping is one area with the one above, if that continues it: it keeps
   * that one's family. Below region 0 there is none.
   */
  private static void advise(SpaceDraft space, int first, int end) {
    boolean joins = end < space.size() && Areas.areAlike(space, end - 1, end, Area.ALL);
    int family = joins ? space.family(end) : AddressSpace.NO_FAMILY;
    for (int page = first; page < end; page++) {
      space.setArea(page, space.area(page) | Area.ADVISED, space.backing(page));
      space.setFamily(page, family);
    }
  }

  /** Whether madvise(2) follows. */
  private static boolean isAdvised(HmmState state, Map command) {
    return state.plan().huge()
        && command.region() == 0
        && command.pages() == AddressPlan.HUGE_PAGES
        && command.backing() == Backing.ANONYMOUS;
  }

  private static int kind(Backing backing) {
    return switch (backing) {
      case ANONYMOUS -> 0;
      case SHARED -> Area.SHARED;
      case PRIVATE_FILE -> Area.FILE;
    };
  }
}
