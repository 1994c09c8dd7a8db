package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Remap;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/**
 * Rewritings of short sequences that reach the same in another way: a fill for a touch, missing
 * pages for protected ones.
 */
final class UffdSubstitutions {
  private final List<UffdCommand> commands;
  private final Substitutions<UffdCommand> generic;
  private final SlotUse use;

  UffdSubstitutions(Draft<UffdCommand> draft) {
    this.commands = draft.commands();
    this.generic = new Substitutions<>(draft);
    this.use = draft.use();
  }

  List<List<UffdCommand>> all() {
    List<List<UffdCommand>> all = new ArrayList<>();
    if (commands.size() <= Substitutions.LONGEST) {
      all.addAll(generic.all());
      sources(all);
      fills(all);
      missing(0, all);
      missing(Copy.MODE_DONTWAKE, all);
      all.addAll(generic.replacements(this::palette));
    }
    return all;
  }

  /** A copy that ends early because of its source, without a command that made it end early. */
  private void sources(List<List<UffdCommand>> all) {
    int last = commands.size() - 1;
    if (commands.get(last) instanceof Copy c && c.range().count() > 1) {
      Copy other =
          new Copy(c.id(), c.fd(), c.range(), Source.SECOND_UNMAPPED, c.mode(), c.argument());
      for (int gone = 0; gone < last; gone++) {
        List<UffdCommand> candidate = new ArrayList<>(commands.subList(0, last));
        candidate.remove(gone);
        candidate.add(other);
        all.add(candidate);
      }
    }
  }

  /**
   * Missing pages in place of protected ones: nothing is protected, and what ends a protection
   * fills a page.
   */
  private void missing(long copyMode, List<List<UffdCommand>> all) {
    List<UffdCommand> candidate = new ArrayList<>();
    for (UffdCommand c : commands) {
      if (c instanceof Register r) {
        candidate.add(new Register(r.id(), r.fd(), r.range(), Register.MODE_MISSING, r.argument()));
      } else if (!(c instanceof WriteProtect p)) {
        candidate.add(c);
      } else if ((p.mode() & WriteProtect.MODE_WP) == 0) {
        candidate.add(copy(p.id(), p.fd(), p.range(), copyMode));
      }
    }
    all.add(candidate);
  }

  /** A fill, anywhere later, in place of a touch that only made its page present. */
  private void fills(List<List<UffdCommand>> all) {
    for (int i = 0; i + 1 < commands.size(); i++) {
      if (commands.get(i) instanceof Touch touch) {
        PageRange page = PageRange.of(touch.region(), touch.page(), 1);
        for (int fd : use.descriptors()) {
          generic.moved(i, copy(touch.id(), fd, page, 0), all);
          generic.moved(i, copy(touch.id(), fd, page, Copy.MODE_WP), all);
          generic.moved(i, new Zeropage(touch.id(), fd, page, 0, Argument.VALID), all);
        }
      }
    }
  }

  /**
   * The simplest commands that change whether a waiter sleeps, or whether a page is there and
   * protected.
   */
  private List<UffdCommand> palette(UffdCommand replaced) {
    int id = replaced.id();
    List<UffdCommand> palette = new ArrayList<>();
    if (replaced instanceof Remap remap) {
      palette.add(new Unmap(id, remap.range()));
    }
    for (int fd : use.descriptors()) {
      palette.add(new Read(id, fd, Message.BYTES, false));
      for (PageRange range : generic.wholeRanges()) {
        palette.add(copy(id, fd, range, 0));
        palette.add(copy(id, fd, range, Copy.MODE_DONTWAKE));
        palette.add(copy(id, fd, range, Copy.MODE_WP));
        palette.add(new Zeropage(id, fd, range, 0, Argument.VALID));
        palette.add(new WriteProtect(id, fd, range, WriteProtect.MODE_WP, Argument.VALID));
      }
    }
    return palette;
  }

  private static Copy copy(int id, int fd, PageRange range, long mode) {
    return new Copy(id, fd, range, Source.TOKENS, mode, Argument.VALID);
  }
}
