package org.pageproof.sut.worker;

import org.pageproof.vocabulary.Pages;

/** How the contents of the arena's pages are read, which changes none of them. */
public interface PageContents {
  /**
   * Reads the contents of all present pages as they are now; those of the others are 0.
   *
   * @param bits the bits of each page, such as {@link Pages#PRESENT}
   * @param readable the pages that can be read in place when they are present; bit n is unit n of
   *     the plan
   * @param head the first word of each page as it was read last, to be made what it is now
   * @param tail the other words, likewise
   * @return whether a word is not as it was
   */
  boolean read(byte[] bits, long readable, long[] head, long[] tail);
}
