package org.pageproof.reference.hmm;

import java.util.List;
import org.pageproof.reference.AllowedSteps;
import org.pageproof.reference.Rule;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.hmm.Remap;

/** mremap(2). */
final class RemapRules {
  private RemapRules() {}

  static List<Rule<HmmState, Remap>> rules() {
    return new RuleBook<Remap>("REMAP", "mremap(2); mm/mremap.c, move_vma(); mm/vma.c, copy_vma()")
        .withheld(
            "NOT-ONE-AREA",
            "Only what lies inside one area is moved.",
            (s, c) -> !s.layout().insideOneArea(c.range(), s.plan()),
            (s, c, steps) -> Steps.withhold(steps, s, Withholding.NOT_ONE_AREA))
        .rule(
            "OVERLAP",
            "A move onto a part of itself is EINVAL.",
            (s, c) -> Math.abs(from(s, c) - to(s, c)) < c.range().count(),
            (s, c, steps) -> Steps.refuse(steps, s, Errno.EINVAL))
        .rule(
            "OK",
            "What was mapped there is gone. Entries move, of device pages and exclusive ones too;"
                + " mirrors lose theirs of what was mapped at either place, and of the page behind"
                + " each.",
            (s, c) -> true,
            RemapRules::move)
        .rules();
  }

  private static int from(HmmState state, Remap command) {
    return Ranges.first(state, command.range());
  }

  private static int to(HmmState state, Remap command) {
    return Ranges.first(state, command.destination());
  }

  private static void move(HmmState state, Remap command, AllowedSteps<HmmState> steps) {
    Draft draft = new Draft(state);
    Areas.spread(draft);
    int from = from(state, command);
    int to = to(state, command);
    int count = command.range().count();
    Layout layout = state.layout();
    if (Ranges.isAnyMapped(state, to, to + count)) {
      UnmapRules.remove(draft, to, to + count);
      layout = Areas.without(layout, Ranges.set(state, to, to + count));
    }
    draft.invalidate(from, from + count);
    int joined = Families.joinedByCopy(draft, layout, from, to, count);
    int now = draft.now();
    for (int k = 0; k < count; k++) {
      movePage(draft, from + k, to + k, now);
    }
    if (joined != AddressSpace.NO_FAMILY) {
      Families.give(draft, layout, from, joined);
    }
    layout = Areas.without(layout, Ranges.set(state, from, from + count));
    long moved = Ranges.set(state, to, to + count);
    Areas areas = Areas.after(draft, layout, moved);
    draft.setLayout(areas.layout());
    Steps.areas(steps, draft.build(), areas, Reply.ZERO);
  }

  private static void movePage(Draft draft, int from, int to, int now) {
    SpaceDraft space = draft.parent;
    if (to >= space.size()) {
      UnmapRules.remove(draft, from, from + 1); // out of sight
      return;
    }
    space.setArea(to, space.area(from), Areas.movedBacking(space, from, to));
    space.setFamily(to, space.family(from));
    space.setSince(to, now);
    space.setEntry(to, space.entry(from));
    space.setHome(to, space.home(from));
    space.setWords(to, space.head(from), space.tail(from));
    int kin = space.kin(from);
    space.setKin(to, kin);
    if (kin != AddressSpace.NO_KIN) {
      draft.child.setKin(kin, to);
    }
    space.setKin(from, AddressSpace.NO_KIN);
    space.setEntry(from, CpuEntry.NONE);
    space.setHome(from, Home.SYSTEM);
    space.setWords(from, 0, 0);
    space.setArea(from, 0, 0);
    space.setFamily(from, AddressSpace.NO_FAMILY);
  }
}
