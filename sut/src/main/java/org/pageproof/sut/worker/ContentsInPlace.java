package org.pageproof.sut.worker;

import java.nio.ByteBuffer;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Pages;

/** Reads pages where they lie, and those that cannot be read there through {@code mem}. */
final class ContentsInPlace implements PageContents {
  private final AddressPlan plan;
  private final ProcFile memory;
  private final PageMemory[] inPlace;

  /** The page that {@link #memory} read last. */
  private final PageMemory fetched;

  /** Reads through a file that somebody else opened and closes. */
  ContentsInPlace(AddressPlan plan, ProcFile memory) {
    this.plan = plan;
    this.memory = memory;
    int pages = plan.arenaPages();
    inPlace = new PageMemory[pages];
    ByteBuffer arena = NativeMemory.view(AddressPlan.BASE, pages * AddressPlan.PAGE_SIZE);
    for (int page = 0; page < pages; page++) {
      inPlace[page] = new PageMemory(arena, page * AddressPlan.PAGE_SIZE);
    }
    fetched = new PageMemory(memory.bytes(), 0);
  }

  @Override
  public boolean read(byte[] bits, long readable, long[] head, long[] tail) {
    boolean changed = false;
    for (int page = 0; page < bits.length; page++) {
      long newHead = 0;
      long newTail = 0;
      if ((bits[page] & Pages.PRESENT) != 0) {
        PageMemory words =
            (readable >>> plan.areaUnit(page) & 1) != 0 ? inPlace[page] : fetch(page);
        newHead = words.head();
        newTail = words.tail();
      }
      changed |= head[page] != newHead || tail[page] != newTail;
      head[page] = newHead;
      tail[page] = newTail;
    }
    return changed;
  }

  private PageMemory fetch(int page) {
    if (memory.read(plan.address(page), AddressPlan.PAGE_SIZE) != AddressPlan.PAGE_SIZE) {
      throw new HarnessException(memory + ": short read of page " + plan.describe(page));
    }
    return fetched;
  }
}
