package org.pageproof.sut.worker;

import org.pageproof.vocabulary.Pages;

/** How the contents of the arena's pages are read. */
public interface PageContents {
  /**
   * Gets ready to tell the contents of all present pages as they are now.
   *
   * @param bits the bits of each page, such as {@link Pages#PRESENT}
   * @param readable the pages that can be read in place when they are present; bit n is page n
   */
  void fetch(byte[] bits, long readable);

  /** The contents of a present page; valid until the next call. */
  PageMemory of(int page);
}
