package org.pageproof.sut.worker;

import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Pages;

/**
 * Reads pages by copying them in native code, so that Java code never touches the arena: each run
 * of pages in one call, those that cannot be read in place through {@code mem}.
 */
public final class CopiedContents implements PageContents {
  private static final int PAGE = AddressPlan.PAGE_SIZE;

  private final AddressPlan plan;
  private final ProcFile memory;
  private final PageMemory[] pages;

  /** Reads through a file that somebody else opened, with room for all pages, and closes. */
  public CopiedContents(AddressPlan plan, ProcFile memory) {
    this.plan = plan;
    this.memory = memory;
    pages = new PageMemory[plan.arenaPages()];
    for (int page = 0; page < pages.length; page++) {
      pages[page] = new PageMemory(memory.bytes(), page * PAGE);
    }
  }

  @Override
  public void fetch(byte[] bits, long readable) {
    int first = 0;
    while (first < bits.length) {
      int end = first;
      while (end < bits.length
          && isPresent(bits[end])
          && inPlace(readable, end) == inPlace(readable, first)) {
        end++;
      }
      if (end > first) {
        fetch(first, end - first, inPlace(readable, first));
      }
      first = Math.max(end, first + 1);
    }
  }

  private static boolean isPresent(byte bits) {
    return (bits & Pages.PRESENT) != 0;
  }

  private static boolean inPlace(long readable, int page) {
    return (readable >>> page & 1) != 0;
  }

  private void fetch(int first, int count, boolean inPlace) {
    int bytes = count * PAGE;
    if (inPlace) {
      Libc.memcpy(memory.address() + (long) first * PAGE, plan.address(first), bytes);
    } else if (memory.read(plan.address(first), bytes, first * PAGE) != bytes) {
      throw new HarnessException(memory + ": short read of page " + plan.describe(first));
    }
  }

  @Override
  public PageMemory of(int page) {
    return pages[page];
  }
}
