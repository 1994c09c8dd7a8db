package org.pageproof.sut.simulator.hmm;

import org.jspecify.annotations.Nullable;

/** A file that is mapped, and its pages in memory. Two mappings never share one. */
final class CachedFile {
  private final boolean shared;
  private final @Nullable Frame[] cache;

  /**
   * A file of holes.
   *
   * @param shared whether stores through its mappings reach it
   */
  CachedFile(int pages, boolean shared) {
    this.shared = shared;
    this.cache = new @Nullable Frame[pages];
  }

  boolean isShared() {
    return shared;
  }

  /** The page at an offset, which is made now if it was a hole. */
  Frame page(int offset) {
    Frame page = cache[offset];
    if (page == null) {
      page = new Frame();
      page.get(); // the cache's own reference
      page.label(this, offset);
      cache[offset] = page;
    }
    return page;
  }
}
