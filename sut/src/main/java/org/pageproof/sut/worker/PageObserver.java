package org.pageproof.sut.worker;

import java.nio.LongBuffer;
import java.util.Arrays;
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
  private final LongBuffer pagemapWords;
  private final EntryBits entries;
  private final PageContents contents;
  private final byte[] bits;
  private final long[] head;
  private final long[] tail;
  private long[] words;
  private long[] lastWords;
  private boolean entriesChanged;
  private Pages last;

  /** Observes through a {@code pagemap} that somebody else opened and closes. */
  public PageObserver(
      AddressPlan plan, ProcFile pagemap, EntryBits entries, PageContents contents) {
    this.plan = plan;
    this.pagemap = pagemap;
    this.entries = entries;
    this.contents = contents;
    int pages = plan.arenaPages();
    pagemapWords = pagemap.bytes().asLongBuffer();
    words = new long[pages];
    lastWords = new long[pages];
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
   * Whether the pagemap as it was read last is not as it was before that, in whatever it says, page
   * frames included.
   */
  public boolean entriesChanged() {
    return entriesChanged;
  }

  /**
   * The pages as they are now; the same object as before if they did not change.
   *
   * @param readable the pages that can be read in place when they are present; bit n is unit n of
   *     the plan
   */
  public Pages observe(long readable) {
    boolean changed = false;
    if (readEntries()) {
      for (int page = 0; page < bits.length; page++) {
        byte now = (byte) (words[page] == 0 ? 0 : entries.of(words[page]));
        changed |= now != bits[page];
        bits[page] = now;
      }
    }
    if (contents.read(bits, readable, head, tail) || changed) {
      last = Pages.of(bits, head, tail);
    }
    return last;
  }

  private boolean readEntries() {
    int bytes = plan.arenaPages() * ENTRY;
    if (pagemap.read(AddressPlan.BASE / AddressPlan.PAGE_SIZE * ENTRY, bytes) != bytes) {
      throw new HarnessException(pagemap + ": short read; has the process ended?");
    }
    long[] swapped = lastWords;
    lastWords = words;
    words = swapped;
    pagemapWords.get(0, words);
    entriesChanged = !Arrays.equals(words, lastWords);
    return entriesChanged;
  }
}
