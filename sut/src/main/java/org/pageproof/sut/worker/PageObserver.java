package org.pageproof.sut.worker;

import java.nio.ByteBuffer;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Pages;

/**
 * Observes the arena's pages in one process: {@code pagemap} in one read, and the contents of those
 * that are present, which can be read without a fault. One observer serves one plan.
 */
final class PageObserver {
  private static final int ENTRY = Long.BYTES;

  private final AddressPlan plan;
  private final ProcFile pagemap;
  private final ProcFile memory;

  /** The pages where they lie, for those that can be read there. */
  private final PageWords[] inPlace;

  /** The page that {@link #memory} read last. */
  private final PageWords fetched;

  private final byte[] bits;
  private final long[] head;
  private final long[] tail;
  private Pages last;

  /**
   * Observes through files that somebody else opened and closes: {@code pagemap}, and {@code mem}
   * for the pages that cannot be read in place.
   */
  PageObserver(AddressPlan plan, ProcFile pagemap, ProcFile memory) {
    this.plan = plan;
    this.pagemap = pagemap;
    this.memory = memory;
    int pages = plan.arenaPages();
    inPlace = new PageWords[pages];
    ByteBuffer arena = NativeMemory.view(AddressPlan.BASE, pages * AddressPlan.PAGE_SIZE);
    for (int page = 0; page < pages; page++) {
      inPlace[page] = new PageWords(arena, page * AddressPlan.PAGE_SIZE);
    }
    fetched = new PageWords(memory.bytes(), 0);
    bits = new byte[pages];
    head = new long[pages];
    tail = new long[pages];
    last = Pages.of(bits, head, tail);
  }

  /** The plan it was made for. */
  AddressPlan plan() {
    return plan;
  }

  /**
   * The pages as they are now; the same object as before if they did not change.
   *
   * @param readable the pages that can be read in place when they are present; bit n is page n
   */
  Pages observe(long readable) {
    int bytes = plan.arenaPages() * ENTRY;
    if (pagemap.read(AddressPlan.BASE / AddressPlan.PAGE_SIZE * ENTRY, bytes) != bytes) {
      throw new HarnessException(pagemap + ": short read; has the process ended?");
    }
    boolean changed = false;
    for (int page = 0; page < bits.length; page++) {
      long entry = pagemap.bytes().getLong(page * ENTRY);
      if (entry != 0 || bits[page] != 0) {
        changed |= update(page, bitsOf(entry), (readable >>> page & 1) != 0);
      }
    }
    if (changed) {
      last = Pages.of(bits, head, tail);
    }
    return last;
  }

  /** The bits of {@link Pages} from a pagemap entry (Documentation/admin-guide/mm/pagemap.rst). */
  private static int bitsOf(long entry) {
    return bit(entry, 63, Pages.PRESENT)
        | bit(entry, 62, Pages.SWAPPED)
        | bit(entry, 61, Pages.FILE)
        | bit(entry, 58, Pages.GUARD)
        | bit(entry, 57, Pages.UFFD_WP);
  }

  private static int bit(long entry, int number, int value) {
    return (entry >>> number & 1) == 0 ? 0 : value;
  }

  private boolean update(int page, int newBits, boolean readable) {
    long newHead = 0;
    long newTail = 0;
    if ((newBits & Pages.PRESENT) != 0) {
      PageWords words = readable ? inPlace[page] : fetch(page);
      newHead = words.head();
      newTail = words.tail();
    }
    if (bits[page] == newBits && head[page] == newHead && tail[page] == newTail) {
      return false;
    }
    bits[page] = (byte) newBits;
    head[page] = newHead;
    tail[page] = newTail;
    return true;
  }

  private PageWords fetch(int page) {
    if (memory.read(plan.address(page), AddressPlan.PAGE_SIZE) != AddressPlan.PAGE_SIZE) {
      throw new HarnessException(memory + ": short read of page " + plan.describe(page));
    }
    return fetched;
  }
}
