package org.pageproof.sut.worker;

import java.nio.ByteBuffer;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.vocabulary.AddressPlan;

/** Reads pages where they lie, and those that cannot be read there through {@code mem}. */
final class ContentsInPlace implements PageContents {
  private final AddressPlan plan;
  private final ProcFile memory;
  private final PageMemory[] inPlace;

  /** The page that {@link #memory} read last. */
  private final PageMemory fetched;

  private long readable;

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
  public void fetch(byte[] bits, long readableNow) {
    readable = readableNow;
  }

  @Override
  public PageMemory of(int page) {
    if ((readable >>> page & 1) != 0) {
      return inPlace[page];
    }
    if (memory.read(plan.address(page), AddressPlan.PAGE_SIZE) != AddressPlan.PAGE_SIZE) {
      throw new HarnessException(memory + ": short read of page " + plan.describe(page));
    }
    return fetched;
  }
}
