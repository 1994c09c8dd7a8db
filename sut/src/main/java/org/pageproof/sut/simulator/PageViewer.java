package org.pageproof.sut.simulator;

import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Pages;

/** Looks at the pages of one process; what did not change is not made again. */
final class PageViewer {
  private final PageTable table;
  private final byte[] bits;
  private final long[] head;
  private final long[] tail;
  private Pages pages;

  PageViewer(AddressPlan plan, PageTable table) {
    this.table = table;
    this.bits = new byte[plan.arenaPages()];
    this.head = new long[plan.arenaPages()];
    this.tail = new long[plan.arenaPages()];
    this.pages = Pages.empty(plan);
  }

  /** The pages as they are now; the same object as long as nothing changed. */
  Pages look() {
    long changed = table.takeChanged();
    if (changed == 0) {
      return pages;
    }
    for (long rest = changed; rest != 0; rest &= rest - 1) {
      int page = Long.numberOfTrailingZeros(rest);
      if (page < bits.length) {
        lookAt(page);
      }
    }
    pages = Pages.of(bits, head, tail);
    return pages;
  }

  private void lookAt(int page) {
    Frame frame = table.frame(page);
    int seen = table.isWriteProtected(page) ? Pages.UFFD_WP : 0;
    seen |= table.isFile(page) ? Pages.FILE : 0;
    if (frame == null) {
      seen |= seen != 0 ? Pages.SWAPPED : 0;
    } else {
      seen |= Pages.PRESENT;
    }
    bits[page] = (byte) seen;
    head[page] = frame == null ? 0 : frame.head();
    tail[page] = frame == null ? 0 : frame.tail();
  }
}
