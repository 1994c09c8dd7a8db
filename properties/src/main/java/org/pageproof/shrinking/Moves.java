package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.PageRange;

/** Rewritings that do without an mremap: what it moves lies at its destination from the start. */
final class Moves<C extends Command> {
  private final Draft<C> draft;

  Moves(Draft<C> draft) {
    this.draft = draft;
  }

  List<List<C>> all() {
    List<List<C>> all = new ArrayList<>();
    for (int i = 0; i + 1 < draft.commands().size(); i++) {
      Optional<Move> move = draft.anatomy().move(draft.commands().get(i));
      if (move.isPresent()) {
        all.add(without(i, move.get()));
      }
    }
    return all;
  }

  private List<C> without(int gone, Move move) {
    List<C> rewritten = new ArrayList<>();
    for (int i = 0; i < draft.commands().size(); i++) {
      C command = draft.commands().get(i);
      if (i < gone) {
        Optional<Mapping<C>> mapping = draft.anatomy().mapping(command);
        rewritten.add(
            mapping.isPresent() ? mapped(command, mapping.get(), move) : moved(command, move));
      } else if (i > gone) {
        rewritten.add(command);
      }
    }
    return rewritten;
  }

  /** A mapping of the source is one of the destination, with room for what it holds then. */
  private C mapped(C command, Mapping<C> mapping, Move move) {
    if (mapping.region() != move.from().region()) {
      return command;
    }
    int pages = Math.max(mapping.pages(), move.to().page() + move.to().count());
    int room = draft.plan().capacity(move.to().region());
    return mapping.of(move.to().region(), Math.min(pages, room));
  }

  /** What reached to the end of the source reaches to the end of the destination. */
  private C moved(C command, Move move) {
    PageRange from = move.from();
    PageRange to = move.to();
    Renaming renaming =
        Renaming.SAME.withRanges(
            (range, whole) -> {
              int page = range.page() - from.page() + to.page();
              boolean ends = range.page() + range.count() == from.page() + from.count();
              int count = range.count() + (ends && whole ? to.count() - from.count() : 0);
              return range.region() == from.region() && page >= 0 && count > 0
                  ? new PageRange(to.region(), page, count, range.shape())
                  : range;
            });
    return draft.anatomy().renamed(command, renaming);
  }
}
