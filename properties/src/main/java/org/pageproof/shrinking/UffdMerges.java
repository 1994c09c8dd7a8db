package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.PageRange.Shape;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Close;
import org.pageproof.vocabulary.userfaultfd.Map;
import org.pageproof.vocabulary.userfaultfd.Open;
import org.pageproof.vocabulary.userfaultfd.SetNonblocking;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * Rewritings that make one of two: slots, regions, ranges, an open and what is done to its
 * descriptor next.
 */
final class UffdMerges {
  private final List<UffdCommand> commands;
  private final AddressPlan plan;
  private final UffdUse use;

  UffdMerges(List<UffdCommand> commands, AddressPlan plan) {
    this.commands = commands;
    this.plan = plan;
    this.use = UffdUse.of(commands, plan);
  }

  List<List<UffdCommand>> all() {
    List<List<UffdCommand>> all = new ArrayList<>();
    descriptors(all);
    threads(all);
    regions(all);
    ranges(all);
    handshakes(all);
    nonblocking(all);
    reopenings(all);
    overhangs(all);
    mirror(all);
    return all;
  }

  /** Whatever the second descriptor did, the first does; it is opened once. */
  private void descriptors(List<List<UffdCommand>> all) {
    if (use.descriptors().size() < 2) {
      return;
    }
    int kept = use.descriptors().get(0);
    List<UffdCommand> merged = new ArrayList<>();
    for (UffdCommand command : commands) {
      boolean opensAgain =
          (command instanceof Open open && open.fd() != kept)
              || (command instanceof Api api && api.fd() != kept);
      if (!opensAgain) {
        merged.add(UffdSlots.SAME.withFd(fd -> kept).renamed(command));
      }
    }
    all.add(merged);
  }

  private void threads(List<List<UffdCommand>> all) {
    for (int i = 1; i < use.threads().size(); i++) {
      int gone = use.threads().get(i);
      int kept = use.threads().get(i - 1);
      UffdSlots slots = UffdSlots.SAME.withThread(thread -> thread == gone ? kept : thread);
      all.add(UffdSimplifier.rename(commands, slots));
    }
  }

  /** The pages of the second region follow those of the first, and are mapped with them. */
  private void regions(List<List<UffdCommand>> all) {
    for (int i = 1; i < use.regions().size(); i++) {
      int kept = use.regions().get(0);
      int gone = use.regions().get(i);
      int offset = mapped(kept);
      UffdSlots slots =
          UffdSlots.SAME.withRanges(
              (range, whole) ->
                  range.region() == gone
                      ? new PageRange(kept, range.page() + offset, range.count(), range.shape())
                      : range);
      int pages = Math.min(plan.pagesPerRegion(), offset + mapped(gone));
      List<UffdCommand> merged = new ArrayList<>();
      for (UffdCommand command : commands) {
        if (!(command instanceof Map map)) {
          merged.add(slots.renamed(command));
        } else if (map.region() != gone) {
          merged.add(map.region() == kept ? new Map(map.id(), kept, pages, map.backing()) : map);
        }
      }
      all.add(merged);
    }
  }

  private int mapped(int region) {
    int pages = 0;
    for (UffdCommand command : commands) {
      if (command instanceof Map map && map.region() == region) {
        pages = Math.max(pages, map.pages());
      }
    }
    return Math.max(1, pages);
  }

  /** Two commands of one kind on neighbouring ranges become one on both. */
  private void ranges(List<List<UffdCommand>> all) {
    for (int i = 0; i < commands.size(); i++) {
      for (int j = i + 1; j < commands.size(); j++) {
        UffdCommand first = commands.get(i);
        UffdCommand second = commands.get(j);
        if (first.kind() == second.kind()) {
          for (PageRange a : UffdUse.ranges(first)) {
            for (PageRange b : UffdUse.ranges(second)) {
              merge(i, j, a, b, all);
            }
          }
        }
      }
    }
  }

  private void merge(int i, int j, PageRange a, PageRange b, List<List<UffdCommand>> all) {
    if (a.region() != b.region() || a.shape() != Shape.WHOLE || b.shape() != Shape.WHOLE) {
      return;
    }
    int first = Math.min(a.page(), b.page());
    int end = Math.max(a.page() + a.count(), b.page() + b.count());
    PageRange both = PageRange.of(a.region(), first, end - first);
    UffdSlots slots = UffdSlots.SAME.withRanges((range, whole) -> both);
    List<UffdCommand> early = new ArrayList<>(commands);
    early.set(i, slots.renamed(commands.get(i)));
    early.remove(j);
    all.add(early);
    List<UffdCommand> late = new ArrayList<>(commands);
    late.set(j, slots.renamed(commands.get(j)));
    late.remove(i);
    all.add(late);
  }

  private void handshakes(List<List<UffdCommand>> all) {
    for (int i = 0; i < commands.size(); i++) {
      for (int j = i + 1; j < commands.size(); j++) {
        if (commands.get(i) instanceof Open open
            && !open.handshake()
            && commands.get(j) instanceof Api api
            && api.fd() == open.fd()) {
          List<UffdCommand> merged = new ArrayList<>(commands);
          merged.set(i, new Open(open.id(), open.fd(), open.entry(), open.flags(), true));
          merged.remove(j);
          all.add(merged);
        }
      }
    }
  }

  /** A descriptor is opened with the flags that it is given later. */
  private void nonblocking(List<List<UffdCommand>> all) {
    for (int i = 0; i < commands.size(); i++) {
      for (int j = i + 1; j < commands.size(); j++) {
        if (commands.get(i) instanceof Open open
            && commands.get(j) instanceof SetNonblocking set
            && set.fd() == open.fd()) {
          int flags =
              set.nonblocking() ? open.flags() | Open.O_NONBLOCK : open.flags() & ~Open.O_NONBLOCK;
          List<UffdCommand> merged = new ArrayList<>(commands);
          merged.set(i, new Open(open.id(), open.fd(), open.entry(), flags, open.handshake()));
          merged.remove(j);
          all.add(merged);
        }
      }
    }
  }

  /** What a slot is opened for again is done with the other slot; the first is not closed. */
  private void reopenings(List<List<UffdCommand>> all) {
    if (use.descriptors().size() != 1) {
      return;
    }
    for (int i = 0; i < commands.size(); i++) {
      for (int j = i + 1; j < commands.size(); j++) {
        if (commands.get(i) instanceof Close && commands.get(j) instanceof Open) {
          List<UffdCommand> reopened = new ArrayList<>(commands.subList(0, i));
          reopened.addAll(commands.subList(i + 1, j));
          UffdSlots other = UffdSlots.SAME.withFd(fd -> Observation.DESCRIPTORS - 1 - fd);
          reopened.addAll(UffdSimplifier.rename(commands.subList(j, commands.size()), other));
          all.add(reopened);
        }
      }
    }
  }

  /** A range that runs into the next region becomes its part there. */
  private void overhangs(List<List<UffdCommand>> all) {
    UffdSlots slots = UffdSlots.SAME.withRanges((range, whole) -> overhang(range));
    all.add(UffdSimplifier.rename(commands, slots));
  }

  private PageRange overhang(PageRange range) {
    int next = range.region() + 1;
    if (next == AddressPlan.REGIONS) {
      return range;
    }
    int pages = range.firstPage(plan) + range.count() - plan.arenaPage(next, 0);
    return pages > 0
        ? new PageRange(next, 0, Math.min(pages, plan.pagesPerRegion()), range.shape())
        : range;
  }

  /** The pages of each region in the opposite order. */
  private void mirror(List<List<UffdCommand>> all) {
    UffdSlots slots =
        UffdSlots.SAME.withRanges(
            (range, whole) -> {
              int first = mapped(range.region()) - range.page() - range.count();
              return first >= 0 && !whole
                  ? new PageRange(range.region(), first, range.count(), range.shape())
                  : range;
            });
    all.add(UffdSimplifier.rename(commands, slots));
  }
}
