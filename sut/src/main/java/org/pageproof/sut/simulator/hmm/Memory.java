package org.pageproof.sut.simulator.hmm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** What all processes share: the frame of zeros, the reverse mapping, and the kernel's log. */
final class Memory {
  /** The taint bit of a kernel warning. */
  static final long WARNED = 512;

  private final HmmConfig config;
  private final Frame zero = new Frame();
  private final Frame hugeZero = new Frame();
  private final Turns turns = new Turns();
  private final List<AddressSpace> spaces = new ArrayList<>();
  private long taint;

  Memory(HmmConfig config) {
    this.config = config;
    zero.get(); // the kernel's own, so that it is never freed
    hugeZero.get();
  }

  HmmConfig config() {
    return config;
  }

  /** The frame that all pages never written share; nobody may write to it. */
  Frame zero() {
    return zero;
  }

  /** The same for huge entries: one frame stands for all of them. */
  Frame hugeZero() {
    return hugeZero;
  }

  /** Whether a frame is one of those of zeros. */
  boolean isZero(Frame frame) {
    return frame == zero || frame == hugeZero;
  }

  /** The order of areas in the reverse mapping. */
  Turns turns() {
    return turns;
  }

  /** The memory of each process. */
  List<AddressSpace> spaces() {
    return spaces;
  }

  /** A kernel warning. */
  void warn() {
    taint |= WARNED;
  }

  /** The taint bits so far. */
  long taint() {
    return taint;
  }

  /** A new anonymous page for a page of an area, as a copy of what is mapped there; or zeros. */
  Frame newPage(AddressSpace space, Vma area, int page, @Nullable Frame contents) {
    space.prepareAnonVma(area);
    Frame frame = contents == null ? new Frame() : Frame.copyOf(contents);
    frame.label(area.anonVma(), area.offsetOf(page));
    frame.setExclusive(true);
    return frame;
  }

  /** A new huge page, all zeros, for the pages of an area from {@code first} on. */
  Folio newHugePage(AddressSpace space, Vma area, int first) {
    space.prepareAnonVma(area);
    Folio folio = Folio.ofSystemMemory();
    for (int i = 0; i < PageTable.TABLE_PAGES; i++) {
      folio.frame(i).label(area.anonVma(), area.offsetOf(first + i));
      folio.frame(i).setExclusive(true);
    }
    return folio;
  }

  /** What is done at each place where a frame may be mapped. */
  interface Visitor {
    void visit(AddressSpace space, int page);
  }

  /**
   * Walks the reverse mapping of a frame: all areas that may map it, whether or not they do, in no
   * particular order.
   */
  void walk(Frame frame, Visitor visitor) {
    for (int i = 0; i < spaces.size(); i++) {
      AddressSpace space = spaces.get(i);
      for (int k = 0; k < space.size(); k++) {
        int page = space.at(k).pageOf(frame);
        if (page >= 0) {
          visitor.visit(space, page);
        }
      }
    }
  }

  /**
   * Walks the reverse mapping of a frame to unmap it: as {@link #walk}, but in the order of the
   * kernel's tree, and only until nobody maps the frame any more.
   */
  void unmap(Frame frame, Visitor visitor) {
    Vma last = null;
    while (frame.mappings() > 0) {
      Place next = next(last, area -> area.pageOf(frame) >= 0);
      if (next == null) {
        return;
      }
      visitor.visit(next.space(), next.area().pageOf(frame));
      last = next.area();
    }
  }

  /** An area and whose it is. */
  private record Place(AddressSpace space, Vma area) {}

  /** The first of some areas behind one in the order of the kernel's tree; null if none is. */
  private @Nullable Place next(@Nullable Vma last, Predicate<Vma> some) {
    Vma next = null;
    AddressSpace where = null;
    for (int i = 0; i < spaces.size(); i++) {
      AddressSpace space = spaces.get(i);
      for (int k = 0; k < space.size(); k++) {
        Vma area = space.at(k);
        if (some.test(area)
            && (last == null || last.comesBefore(area))
            && (next == null || area.comesBefore(next))) {
          next = area;
          where = space;
        }
      }
    }
    return next == null || where == null ? null : new Place(where, next);
  }

  /** What is done in each area that may map pages of a folio: those of [start, end). */
  interface FolioVisitor {
    /** Says whether to go on. */
    boolean visit(AddressSpace space, int start, int end);
  }

  /**
   * Walks the reverse mapping of a folio in the order of the kernel's tree, and only until nobody
   * maps any of it any more.
   */
  void unmap(Folio folio, FolioVisitor visitor) {
    Vma last = null;
    for (Frame frame = folio.mappedFrame(); frame != null; frame = folio.mappedFrame()) {
      Frame mapped = frame;
      Place next = next(last, area -> mayMapAny(area, mapped));
      if (next == null) {
        return;
      }
      last = next.area();
      if (!visitor.visit(next.space(), firstPage(last, frame), endPage(last, frame))) {
        return;
      }
    }
  }

  /** Whether an area may map pages of the folio of a frame. */
  private static boolean mayMapAny(Vma area, Frame frame) {
    return firstPage(area, frame) < endPage(area, frame) && area.isRelatedTo(frame);
  }

  private static int firstPage(Vma area, Frame frame) {
    return Math.max(area.start(), area.placeOf(frame) - frame.position());
  }

  private static int endPage(Vma area, Frame frame) {
    int start = area.placeOf(frame) - frame.position();
    return Math.min(area.end(), start + PageTable.TABLE_PAGES);
  }

  /** Marks that the contents of a frame changed, which shows wherever it is mapped. */
  void contentsChanged(Frame frame) {
    if (frame.mappings() > 0) {
      walk(frame, (space, page) -> space.changes().add(page));
    }
  }
}
