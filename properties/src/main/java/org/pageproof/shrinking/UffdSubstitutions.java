package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.PageRange.Shape;
import org.pageproof.vocabulary.userfaultfd.Argument;
import org.pageproof.vocabulary.userfaultfd.Copy;
import org.pageproof.vocabulary.userfaultfd.DontNeed;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Read;
import org.pageproof.vocabulary.userfaultfd.Register;
import org.pageproof.vocabulary.userfaultfd.Remap;
import org.pageproof.vocabulary.userfaultfd.Source;
import org.pageproof.vocabulary.userfaultfd.Touch;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;
import org.pageproof.vocabulary.userfaultfd.UffdKind;
import org.pageproof.vocabulary.userfaultfd.Unmap;
import org.pageproof.vocabulary.userfaultfd.WriteProtect;
import org.pageproof.vocabulary.userfaultfd.Zeropage;

/**
 * Rewritings of short sequences that reach the same in another way: a command in place of two,
 * neighbours swapped, ranges widened in place of a command. Where deleting alone is stuck, one of
 * these frees it.
 */
final class UffdSubstitutions {
  /** Longer sequences are first shortened in other ways. */
  private static final int LONGEST = 12;

  private final List<UffdCommand> commands;
  private final AddressPlan plan;
  private final UffdUse use;

  UffdSubstitutions(List<UffdCommand> commands, AddressPlan plan) {
    this.commands = commands;
    this.plan = plan;
    this.use = UffdUse.of(commands, plan);
  }

  List<List<UffdCommand>> all() {
    List<List<UffdCommand>> all = new ArrayList<>();
    if (commands.size() <= LONGEST) {
      swaps(all);
      widenings(all);
      narrowings(all);
      elsewhere(all);
      sources(all);
      fills(all);
      missing(0, all);
      missing(Copy.MODE_DONTWAKE, all);
      substitutions(all);
    }
    return all;
  }

  private void swaps(List<List<UffdCommand>> all) {
    for (int i = 0; i + 2 < commands.size(); i++) {
      List<UffdCommand> swapped = new ArrayList<>(commands);
      swapped.set(i, commands.get(i + 1));
      swapped.set(i + 1, commands.get(i));
      all.add(swapped);
    }
  }

  /** Without one command, but with every registration and fill, or mapping, one page wider. */
  private void widenings(List<List<UffdCommand>> all) {
    UffdSlots wider =
        UffdSlots.SAME.withRanges(
            (range, whole) ->
                range.page() + range.count() < plan.pagesPerRegion()
                    ? new PageRange(range.region(), range.page(), range.count() + 1, range.shape())
                    : range);
    for (int gone = 0; gone + 1 < commands.size(); gone++) {
      List<UffdCommand> candidate = new ArrayList<>();
      List<UffdCommand> mappedWider = new ArrayList<>();
      for (int i = 0; i < commands.size(); i++) {
        if (i != gone) {
          UffdCommand command = commands.get(i);
          UffdCommand widened = widens(command.kind()) ? wider.renamed(command) : command;
          candidate.add(widened);
          mappedWider.add(command instanceof Map ? wider.renamed(command) : widened);
        }
      }
      all.add(candidate);
      all.add(mappedWider);
    }
  }

  private static boolean widens(UffdKind kind) {
    return switch (kind) {
      case REGISTER, COPY, ZEROPAGE, WRITEPROTECT -> true;
      default -> false;
    };
  }

  /**
   * Without one command, such as an mprotect that split an area, but with every mapping one page
   * shorter: a range then leaves the area as well. A hole may have to be moved to the end first.
   */
  private void narrowings(List<List<UffdCommand>> all) {
    narrowings(commands, all);
    new UffdSqueeze(commands, plan).all().forEach(squeezed -> narrowings(squeezed, all));
  }

  private static void narrowings(List<UffdCommand> commands, List<List<UffdCommand>> all) {
    for (int gone = 0; gone + 1 < commands.size(); gone++) {
      List<UffdCommand> candidate = new ArrayList<>();
      for (int i = 0; i < commands.size(); i++) {
        if (i != gone) {
          candidate.add(narrower(commands.get(i)));
        }
      }
      all.add(candidate);
    }
  }

  private static UffdCommand narrower(UffdCommand command) {
    return command instanceof Map map && map.pages() > 1
        ? new Map(map.id(), map.region(), map.pages() - 1, map.backing())
        : command;
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

  /** What is done after pages were dropped is done to the pages behind them instead. */
  private void elsewhere(List<List<UffdCommand>> all) {
    for (int i = 0; i + 1 < commands.size(); i++) {
      if (commands.get(i) instanceof DontNeed dropped) {
        PageRange gone = dropped.range();
        UffdSlots wider =
            UffdSlots.SAME.withRanges(
                (range, whole) ->
                    whole && range.region() == gone.region()
                        ? new PageRange(
                            range.region(),
                            range.page(),
                            Math.min(plan.pagesPerRegion(), range.count() + gone.count()),
                            range.shape())
                        : range);
        UffdSlots behind =
            UffdSlots.SAME.withRanges(
                (range, whole) ->
                    range.region() == gone.region()
                        ? new PageRange(
                            range.region(),
                            range.page() + gone.count(),
                            range.count(),
                            range.shape())
                        : range);
        List<UffdCommand> candidate = UffdSimplifier.rename(commands.subList(0, i), wider);
        candidate.addAll(UffdSimplifier.rename(commands.subList(i + 1, commands.size()), behind));
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
          moved(i, copy(touch.id(), fd, page, 0), all);
          moved(i, copy(touch.id(), fd, page, Copy.MODE_WP), all);
          moved(i, new Zeropage(touch.id(), fd, page, 0, Argument.VALID), all);
        }
      }
    }
  }

  private void moved(int gone, UffdCommand substitute, List<List<UffdCommand>> all) {
    for (int place = gone; place + 1 < commands.size(); place++) {
      List<UffdCommand> candidate = new ArrayList<>(commands);
      candidate.remove(gone);
      candidate.add(place, substitute);
      all.add(candidate);
    }
  }

  /** Another command in place of one, with and without deleting a second one. */
  private void substitutions(List<List<UffdCommand>> all) {
    for (int i = 0; i + 1 < commands.size(); i++) {
      for (UffdCommand substitute : palette(commands.get(i))) {
        List<UffdCommand> candidate = new ArrayList<>(commands);
        candidate.set(i, substitute);
        for (int gone = commands.size() - 2; gone >= 0; gone--) {
          if (gone != i) {
            List<UffdCommand> shorter = new ArrayList<>(candidate);
            shorter.remove(gone);
            all.add(shorter);
          }
        }
        all.add(candidate);
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
      for (PageRange range : wholeRanges()) {
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

  private Set<PageRange> wholeRanges() {
    Set<PageRange> ranges = new LinkedHashSet<>();
    for (UffdCommand command : commands) {
      for (PageRange range : UffdUse.ranges(command)) {
        if (range.shape() == Shape.WHOLE) {
          ranges.add(range);
        }
      }
    }
    return ranges;
  }
}
