package org.pageproof.sut.simulator.hmm;

import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * A large folio: as many frames as a huge page has, allocated together. It stays one when its pages
 * are mapped one by one or in part, until it is split.
 */
final class Folio {
  private final Frame[] frames = new Frame[PageTable.TABLE_PAGES];

  private Folio(IntFunction<? extends Frame> maker) {
    for (int i = 0; i < frames.length; i++) {
      frames[i] = maker.apply(i);
    }
  }

  /** A folio of frames to which nobody refers yet. */
  static Folio of(IntFunction<? extends Frame> maker) {
    Folio folio = new Folio(maker);
    for (int i = 0; i < folio.frames.length; i++) {
      folio.frames[i].join(folio, i);
    }
    return folio;
  }

  /** A folio of ordinary memory, filled with zeros. */
  static Folio ofSystemMemory() {
    return of(i -> new Frame());
  }

  Frame frame(int position) {
    return frames[position];
  }

  /** One of its frames that is mapped; null if none is. */
  @Nullable Frame mappedFrame() {
    for (Frame frame : frames) {
      if (frame.mappings() > 0) {
        return frame;
      }
    }
    return null;
  }

  /** Makes each frame one of its own. */
  void dissolve() {
    for (Frame frame : frames) {
      frame.leaveFolio();
    }
  }
}
