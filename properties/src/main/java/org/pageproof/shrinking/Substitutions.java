package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.PageRange.Shape;

/**
 * Rewritings of short sequences that reach the same in another way: neighbours swapped, ranges
 * widened in place of a command, a command in place of two. Where deleting alone is stuck, one of
 * these frees it.
 */
final class Substitutions<C extends Command> {
  /** Longer sequences are first shortened in other ways. */
  static final int LONGEST = 12;

  private final Draft<C> draft;
  private final List<C> commands;
  private final Anatomy<C> anatomy;

  Substitutions(Draft<C> draft) {
    this.draft = draft;
    this.commands = draft.commands();
    this.anatomy = draft.anatomy();
  }

  /** What needs no knowledge of the commands. */
  List<List<C>> all() {
    List<List<C>> all = new ArrayList<>();
    swaps(all);
    widenings(all);
    narrowings(all);
    elsewhere(all);
    return all;
  }

  /** Neighbours in the opposite order, also after what stood between them is deleted. */
  private void swaps(List<List<C>> all) {
    for (int i = 0; i + 2 < commands.size(); i++) {
      List<C> swapped = draft.with(i, commands.get(i + 1));
      swapped.set(i + 1, commands.get(i));
      all.add(swapped);
    }
    for (int i = 0; i + 3 < commands.size(); i++) {
      List<C> shorter = draft.with(i, commands.get(i + 2));
      shorter.set(i + 1, commands.get(i));
      shorter.remove(i + 2);
      all.add(shorter);
    }
  }

  /** Without one command, but with every other, or every mapping too, one page wider. */
  private void widenings(List<List<C>> all) {
    Renaming wider = Renaming.SAME.withRanges((range, whole) -> wider(range, 1));
    for (int gone = 0; gone + 1 < commands.size(); gone++) {
      List<C> candidate = new ArrayList<>();
      List<C> mappedWider = new ArrayList<>();
      for (int i = 0; i < commands.size(); i++) {
        if (i != gone) {
          C command = commands.get(i);
          C widened = anatomy.renamed(command, wider);
          boolean maps = anatomy.mapping(command).isPresent();
          candidate.add(anatomy.widens(command) ? widened : command);
          mappedWider.add(anatomy.widens(command) || maps ? widened : command);
        }
      }
      all.add(candidate);
      all.add(mappedWider);
    }
  }

  private PageRange wider(PageRange range, int more) {
    int room = draft.plan().capacity(range.region()) - range.page();
    int count = Math.max(range.count(), Math.min(room, range.count() + more));
    return new PageRange(range.region(), range.page(), count, range.shape());
  }

  /**
   * Without one command, such as an mprotect that split an area, but with every mapping one page
   * shorter: a range then leaves the area as well. A hole may have to be moved to the end first.
   */
  private void narrowings(List<List<C>> all) {
    narrowings(commands, all);
    new Squeeze<>(draft).all().forEach(squeezed -> narrowings(squeezed, all));
  }

  private void narrowings(List<C> some, List<List<C>> all) {
    for (int gone = 0; gone + 1 < some.size(); gone++) {
      List<C> candidate = new ArrayList<>();
      for (int i = 0; i < some.size(); i++) {
        if (i != gone) {
          candidate.add(narrower(some.get(i)));
        }
      }
      all.add(candidate);
    }
  }

  private C narrower(C command) {
    Optional<Mapping<C>> mapping = anatomy.mapping(command);
    return mapping.isPresent() && mapping.get().pages() > 1
        ? mapping.get().of(mapping.get().region(), mapping.get().pages() - 1)
        : command;
  }

  /** What is done after pages were dropped is done to the pages behind them instead. */
  private void elsewhere(List<List<C>> all) {
    for (int i = 0; i + 1 < commands.size(); i++) {
      if (anatomy.drops(commands.get(i))) {
        PageRange gone = draft.ranges(commands.get(i)).get(0);
        Renaming wider =
            Renaming.SAME.withRanges(
                (range, whole) ->
                    whole && range.region() == gone.region() ? wider(range, gone.count()) : range);
        Renaming behind =
            Renaming.SAME.withRanges(
                (range, whole) ->
                    range.region() == gone.region()
                        ? new PageRange(
                            range.region(),
                            range.page() + gone.count(),
                            range.count(),
                            range.shape())
                        : range);
        List<C> candidate = draft.renamed(commands.subList(0, i), wider);
        candidate.addAll(draft.renamed(commands.subList(i + 1, commands.size()), behind));
        all.add(candidate);
      }
    }
  }

  /** A command that stands elsewhere in the sequence, anywhere later, in place of one. */
  void moved(int gone, C substitute, List<List<C>> all) {
    for (int place = gone; place + 1 < commands.size(); place++) {
      List<C> candidate = draft.without(gone);
      candidate.add(place, substitute);
      all.add(candidate);
    }
  }

  /**
   * Another command in place of one, with and without deleting a second one.
   *
   * @param palette what may stand in place of a command
   */
  List<List<C>> replacements(Function<C, List<C>> palette) {
    List<List<C>> all = new ArrayList<>();
    for (int i = 0; i + 1 < commands.size(); i++) {
      for (C substitute : palette.apply(commands.get(i))) {
        List<C> candidate = draft.with(i, substitute);
        for (int gone = commands.size() - 2; gone >= 0; gone--) {
          if (gone != i) {
            List<C> shorter = new ArrayList<>(candidate);
            shorter.remove(gone);
            all.add(shorter);
          }
        }
        all.add(candidate);
      }
    }
    return all;
  }

  /** The ranges of whole pages that the commands name. */
  Set<PageRange> wholeRanges() {
    Set<PageRange> ranges = new LinkedHashSet<>();
    for (C command : commands) {
      for (PageRange range : draft.ranges(command)) {
        if (range.shape() == Shape.WHOLE) {
          ranges.add(range);
        }
      }
    }
    return ranges;
  }
}
