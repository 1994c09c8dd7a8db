package org.pageproof.shrinking;

import java.util.function.BiFunction;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.PageRange;

/**
 * What an mmap(2) maps.
 *
 * @param region the region slot
 * @param pages the number of pages
 * @param like the same command for another region and number of pages
 */
record Mapping<C extends Command>(int region, int pages, BiFunction<Integer, Integer, C> like) {

  /** The arena pages; bit n is page n. */
  long pageSet(AddressPlan plan) {
    return PageRange.of(region, 0, pages).pageSet(plan);
  }

  /** The command that maps these pages instead. */
  C of(int otherRegion, int otherPages) {
    return like.apply(otherRegion, otherPages);
  }
}
