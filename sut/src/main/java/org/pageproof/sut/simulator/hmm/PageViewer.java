package org.pageproof.sut.simulator.hmm;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Pages;

/** Looks at the pages of one process; what did not change is not made again. */
final class PageViewer {
  private final byte[] bits;
  private final long[] head;
  private final long[] tail;
  private Pages pages;

  PageViewer(AddressPlan plan) {
    this.bits = new byte[plan.arenaPages()];
    this.head = new long[plan.arenaPages()];
    this.tail = new long[plan.arenaPages()];
    this.pages = Pages.empty(plan);
  }

  /** The pages as they are now; the same object as long as none looks different. */
  Pages look(AddressSpace space) {
    Changes changes = space.changes();
    boolean different = false;
    for (int page = changes.first(); page < changes.end(); page++) {
      different |= lookAt(space.table(), page);
    }
    if (different) {
      pages = Pages.of(bits, head, tail);
    }
    return pages;
  }

  /** Looks at a page and says whether it looks different than before. */
  private boolean lookAt(PageTable table, int page) {
    boolean present = table.kind(page) == EntryKind.PRESENT;
    byte newBits = (byte) bits(table, page);
    long newHead = present ? table.frame(page).head() : 0;
    long newTail = present ? table.frame(page).tail() : 0;
    boolean different = newBits != bits[page] || newHead != head[page] || newTail != tail[page];
    bits[page] = newBits;
    head[page] = newHead;
    tail[page] = newTail;
    return different;
  }

  private static int bits(PageTable table, int page) {
    int writable = table.isWritable(page) ? Pages.WRITABLE : 0;
    return switch (table.kind(page)) {
      case NONE, MIGRATION -> 0;
      case PRESENT -> Pages.PRESENT | (isShownAsFile(table, page) ? Pages.FILE : 0);
      case DEVICE -> Pages.SWAPPED | Pages.DEVICE | writable;
      case EXCLUSIVE -> Pages.SWAPPED | Pages.EXCLUSIVE | writable;
    };
  }

  /** A huge entry without an anonymous page maps the huge page of zeros. */
  private static boolean isShownAsFile(PageTable table, int page) {
    Frame frame = table.frame(page);
    return frame.file() != null || (table.isHuge(page) && !frame.isAnonymous());
  }
}
