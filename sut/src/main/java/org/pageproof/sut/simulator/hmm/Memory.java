package org.pageproof.sut.simulator.hmm;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What all processes share: the frame of zeros, the reverse mapping, and the kernel's log. */
final class Memory {
  /** The taint bit of a kernel warning. */
  static final long WARNED = 512;

  private final HmmConfig config;
  private final Frame zero = new Frame();
  private final List<AddressSpace> spaces = new ArrayList<>();
  private long taint;

  Memory(HmmConfig config) {
    this.config = config;
    zero.get(); // the kernel's own, so that it is never freed
  }

  HmmConfig config() {
    return config;
  }

  /** The frame that all pages never written share; nobody may write to it. */
  Frame zero() {
    return zero;
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

  /** Where the reverse mapping finds a frame: each area that may map it, whether or not it does. */
  interface Visitor {
    void visit(AddressSpace space, int page);
  }

  /** Walks the reverse mapping of a frame. */
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

  /** Marks that the contents of a frame changed, which shows wherever it is mapped. */
  void contentsChanged(Frame frame) {
    if (frame.mappings() > 0) {
      walk(frame, (space, page) -> space.changes().add(page));
    }
  }
}
