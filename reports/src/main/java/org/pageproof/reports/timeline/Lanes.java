package org.pageproof.reports.timeline;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.pageproof.reports.timeline.Timeline.Cell;
import org.pageproof.reports.timeline.Timeline.Lane;
import org.pageproof.reports.words.PageText;
import org.pageproof.reports.words.TextRun;
import org.pageproof.verdict.Expectation;
import org.pageproof.verdict.ValueText;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.DescriptorView;
import org.pageproof.vocabulary.Layout;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Pages;
import org.pageproof.vocabulary.Reply;

/**
 * The lanes of a timeline: all places at which something other than nothing was seen or expected.
 * Devices and mirrors of which the same is to be said share a lane, and so do the pages of a huge
 * page.
 */
final class Lanes {
  private static final Cell CLOSED = new Cell("closed");
  private static final Cell UNMAPPED = new Cell("unmapped");
  private static final Cell NONE = new Cell("-");

  private final AddressPlan plan;
  private final List<Observation> seen;
  private final Expectation expectation;
  private final boolean lost;
  private final int devices;

  /**
   * The lanes of a sequence.
   *
   * @param seen what was seen before the first step and after each
   * @param expectation what was expected of the last
   */
  Lanes(AddressPlan plan, List<Observation> seen, Expectation expectation) {
    this.plan = plan;
    this.seen = List.copyOf(seen);
    this.expectation = expectation;
    Reply last = seen.get(seen.size() - 1).reply();
    this.lost = last instanceof Reply.Died || last instanceof Reply.Hung;
    this.devices =
        expectation.observation().mirrors().map(view -> view.snapshots().size()).orElse(0);
  }

  /** Where to look, and what is seen while there is nothing. */
  private record Place(Cell nothing, Function<Observation, Cell> look) {}

  List<Lane> all() {
    List<Lane> lanes = new ArrayList<>();
    for (int fd = 0; fd < Observation.DESCRIPTORS; fd++) {
      int slot = fd;
      Place place = new Place(CLOSED, each -> descriptor(each.descriptors().get(slot)));
      addIfAny(lanes, lane("fd" + fd, place), place);
    }
    if (plan.huge()) {
      runs(lanes);
    } else {
      for (int page = 0; page < plan.arenaPages(); page++) {
        lanes.addAll(ofPage(page, plan.describe(page)));
      }
    }
    return lanes;
  }

  /** Hundreds of pages: those that follow each other and have the same history are one. */
  private void runs(List<Lane> lanes) {
    for (TextRun run : TextRun.of(plan.arenaPages(), page -> texts(ofPage(page, "")))) {
      int last = run.first() + run.count() - 1;
      String first = plan.describe(run.first());
      String counts = run.counts() ? ", k from " + run.number() : "";
      String name = run.count() == 1 ? first : first + "-" + plan.describe(last) + counts;
      List<Lane> shape = ofPage(run.first(), name);
      lanes.addAll(run.count() == 1 ? shape : withTexts(shape, run.texts()));
    }
  }

  /** The history of a page as texts, in the order in which {@link #withTexts} takes them back. */
  private static List<String> texts(List<Lane> lanes) {
    List<String> texts = new ArrayList<>();
    for (Lane lane : lanes) {
      texts.add(lane.name());
      for (Cell cell : cells(lane)) {
        texts.add(cell.text());
        texts.add(cell.area());
      }
    }
    return texts;
  }

  private static List<Cell> cells(Lane lane) {
    List<Cell> cells = new ArrayList<>(lane.cells());
    cells.add(lane.expected());
    return cells;
  }

  private static List<Lane> withTexts(List<Lane> shape, List<String> texts) {
    List<Lane> lanes = new ArrayList<>();
    int at = 0;
    for (Lane lane : shape) {
      at++; // the name, which the shape has in full
      List<Cell> cells = new ArrayList<>();
      for (int k = 0; k < lane.cells().size() + 1; k++) {
        cells.add(new Cell(texts.get(at), texts.get(at + 1)));
        at += 2;
      }
      int last = cells.size() - 1;
      lanes.add(new Lane(lane.name(), cells.subList(0, last), cells.get(last)));
    }
    return lanes;
  }

  /** What there is to be told of one page; nothing if nothing was ever there. */
  private List<Lane> ofPage(int page, String name) {
    List<Lane> lanes = new ArrayList<>();
    Place own = new Place(UNMAPPED, each -> page(each.pages(), each.layout(), page));
    long droppable = expectation.leeway().droppable();
    addIfAny(lanes, dropped(lane(name, own), droppable, page), own);
    Place childs = new Place(NONE, each -> child(each, page));
    long droppedThere = expectation.leeway().droppableInChild();
    addIfAny(lanes, dropped(lane("child's " + name, childs), droppedThere, page), childs);
    together(lanes, "device ", devices, name, device -> snapshot(device, page));
    int mirrors = devices == 0 ? 0 : MirrorView.MIRRORS;
    together(lanes, "m", mirrors, name, slot -> exclusive(slot, page));
    return lanes;
  }

  private Place snapshot(int device, int page) {
    return new Place(
        new Cell(ValueText.ofSnapshot(MirrorView.ERROR)),
        each ->
            new Cell(
                ValueText.ofSnapshot(
                    each.mirrors()
                        .map(view -> view.snapshots().get(device).get(page))
                        .orElse(MirrorView.ERROR))));
  }

  private Place exclusive(int slot, int page) {
    return new Place(
        NONE,
        each ->
            each.mirrors().filter(view -> view.exclusive().get(slot).get(page) != 0).isPresent()
                ? new Cell("exclusive")
                : NONE);
  }

  private interface Places {
    Place at(int number);
  }

  /** Those with the same history are one lane: {@code device 1, 2, 3: r0p0}. */
  private void together(List<Lane> lanes, String what, int count, String page, Places places) {
    Map<List<Cell>, List<Integer>> alike = new LinkedHashMap<>();
    for (int number = 0; number < count; number++) {
      Place place = places.at(number);
      Lane lane = lane("", place);
      if (isAny(lane, place)) {
        alike.computeIfAbsent(cells(lane), unused -> new ArrayList<>()).add(number);
      }
    }
    alike.forEach(
        (cells, numbers) -> {
          String who = String.join(", ", numbers.stream().map(Object::toString).toList());
          int last = cells.size() - 1;
          String name = what + who + ": " + page;
          lanes.add(new Lane(name, cells.subList(0, last), cells.get(last)));
        });
  }

  private Lane lane(String name, Place place) {
    List<Cell> cells = new ArrayList<>();
    for (int k = 0; k < seen.size(); k++) {
      boolean unseen = lost && k == seen.size() - 1;
      cells.add(unseen ? Cell.UNSEEN : k == 0 ? place.nothing() : place.look().apply(seen.get(k)));
    }
    return new Lane(name, cells, place.look().apply(expectation.observation()));
  }

  private static void addIfAny(List<Lane> lanes, Lane lane, Place place) {
    if (isAny(lane, place)) {
      lanes.add(lane);
    }
  }

  private static boolean isAny(Lane lane, Place place) {
    return cells(lane).stream()
        .anyMatch(cell -> !cell.equals(place.nothing()) && !cell.equals(Cell.UNSEEN));
  }

  /** A page that the kernel was free to drop and did drop is no difference. */
  private Lane dropped(Lane lane, long droppable, int page) {
    boolean free = page < Long.SIZE && (droppable >>> page & 1) != 0;
    Cell last = lane.cells().get(lane.cells().size() - 1);
    return free && last.text().equals("absent") ? new Lane(lane.name(), lane.cells(), last) : lane;
  }

  private static Cell descriptor(DescriptorView view) {
    if (!view.open()) {
      return CLOSED;
    }
    String state = (view.features() & DescriptorView.READY) != 0 ? "ready" : "open";
    String asleep =
        view.total() == 0 && view.pending() == 0
            ? ""
            : ", " + view.total() + " asleep, " + view.pending() + " unread";
    return new Cell(state + asleep);
  }

  private Cell page(Pages pages, Layout layout, int page) {
    int unit = plan.areaUnit(page);
    boolean mapped = (layout.mapped() >>> unit & 1) != 0;
    if (!mapped && pages.bits(page) == 0) {
      return UNMAPPED;
    }
    return new Cell(PageText.of(pages, page), mapped ? layout.attributes(unit) : "");
  }

  private static Cell child(Observation each, int page) {
    return each.child()
        .filter(pages -> pages.bits(page) != 0)
        .map(pages -> new Cell(PageText.of(pages, page)))
        .orElse(NONE);
  }
}
