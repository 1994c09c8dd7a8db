package org.pageproof.sut.worker;

import java.nio.ByteBuffer;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Pages;

/**
 * Observes the arena's pages: {@code /proc/self/pagemap} in one read, and the contents of those
 * that are present, which can be read without a fault. One observer serves one plan.
 */
final class PageObserver {
  private static final int ENTRY = Long.BYTES;
  private static final int WORD = Long.BYTES;

  private final AddressPlan plan;
  private final ProcFile pagemap;
  private final ByteBuffer arena;

  /** Words 1 to 510 and 2 to 511 of each page: equal if and only if words 1 to 511 are the same. */
  private final ByteBuffer[] body;

  private final ByteBuffer[] shiftedBody;
  private final byte[] bits;
  private final long[] head;
  private final long[] tail;
  private Pages last;

  /** Observes through a file that somebody else opened and closes. */
  PageObserver(AddressPlan plan, ProcFile pagemap) {
    this.plan = plan;
    this.pagemap = pagemap;
    int pages = plan.arenaPages();
    arena = NativeMemory.view(AddressPlan.BASE, pages * AddressPlan.PAGE_SIZE);
    body = new ByteBuffer[pages];
    shiftedBody = new ByteBuffer[pages];
    for (int page = 0; page < pages; page++) {
      int at = page * AddressPlan.PAGE_SIZE;
      body[page] = arena.slice(at + WORD, AddressPlan.PAGE_SIZE - 2 * WORD);
      shiftedBody[page] = arena.slice(at + 2 * WORD, AddressPlan.PAGE_SIZE - 2 * WORD);
    }
    bits = new byte[pages];
    head = new long[pages];
    tail = new long[pages];
    last = Pages.of(bits, head, tail);
  }

  /** The plan it was made for. */
  AddressPlan plan() {
    return plan;
  }

  /** The pages as they are now; the same object as before if they did not change. */
  Pages observe() {
    int bytes = plan.arenaPages() * ENTRY;
    if (pagemap.read(AddressPlan.BASE / AddressPlan.PAGE_SIZE * ENTRY, bytes) != bytes) {
      throw new HarnessException("/proc/self/pagemap: short read");
    }
    boolean changed = false;
    for (int page = 0; page < bits.length; page++) {
      long entry = pagemap.bytes().getLong(page * ENTRY);
      if (entry != 0 || bits[page] != 0) {
        changed |= update(page, bitsOf(entry));
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

  private boolean update(int page, int newBits) {
    long newHead = 0;
    long newTail = 0;
    if ((newBits & Pages.PRESENT) != 0) {
      int at = page * AddressPlan.PAGE_SIZE;
      newHead = arena.getLong(at);
      boolean uniform = body[page].mismatch(shiftedBody[page]) < 0;
      newTail = uniform ? arena.getLong(at + WORD) : Pages.TORN;
    }
    if (bits[page] == newBits && head[page] == newHead && tail[page] == newTail) {
      return false;
    }
    bits[page] = (byte) newBits;
    head[page] = newHead;
    tail[page] = newTail;
    return true;
  }
}
