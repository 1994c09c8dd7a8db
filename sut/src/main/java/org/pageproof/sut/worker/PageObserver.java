package org.pageproof.sut.worker;

import org.pageproof.sut.HarnessException;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Pages;

/**
 * Observes the arena's pages in one process: {@code pagemap} in one read, and the contents of those
 * that are present, which can be read without a fault. One observer serves one plan.
 */
public final class PageObserver {
  private static final int ENTRY = Long.BYTES;

  private final AddressPlan plan;
  private final ProcFile pagemap;
  private final EntryBits entries;
  private final PageContents contents;
  private final byte[] now;
  private final byte[] bits;
  private final long[] head;
  private final long[] tail;
  private Pages last;

  /** Observes through a {@code pagemap} that somebody else opened and closes. */
  public PageObserver(
      AddressPlan plan, ProcFile pagemap, EntryBits entries, PageContents contents) {
    this.plan = plan;
    this.pagemap = pagemap;
    this.entries = entries;
    this.contents = contents;
    int pages = plan.arenaPages();
    now = new byte[pages];
    bits = new byte[pages];
    head = new long[pages];
    tail = new long[pages];
    last = Pages.of(bits, head, tail);
  }

  /** The plan it was made for. */
  public AddressPlan plan() {
    return plan;
  }

  /**
   * The pages as they are now; the same object as before if they did not change.
   *
   * @param readable the pages that can be read in place when they are present; bit n is page n
   */
  public Pages observe(long readable) {
    int bytes = plan.arenaPages() * ENTRY;
    if (pagemap.read(AddressPlan.BASE / AddressPlan.PAGE_SIZE * ENTRY, bytes) != bytes) {
      throw new HarnessException(pagemap + ": short read; has the process ended?");
    }
    for (int page = 0; page < now.length; page++) {
      long entry = pagemap.bytes().getLong(page * ENTRY);
      now[page] = (byte) (entry == 0 ? 0 : entries.of(entry));
    }
    contents.fetch(now, readable);
    boolean changed = false;
    for (int page = 0; page < now.length; page++) {
      if (now[page] != 0 || bits[page] != 0) {
        changed |= update(page);
      }
    }
    if (changed) {
      last = Pages.of(bits, head, tail);
    }
    return last;
  }

  private boolean update(int page) {
    long newHead = 0;
    long newTail = 0;
    if ((now[page] & Pages.PRESENT) != 0) {
      PageMemory words = contents.of(page);
      newHead = words.head();
      newTail = words.tail();
    }
    if (bits[page] == now[page] && head[page] == newHead && tail[page] == newTail) {
      return false;
    }
    bits[page] = now[page];
    head[page] = newHead;
    tail[page] = newTail;
    return true;
  }
}
