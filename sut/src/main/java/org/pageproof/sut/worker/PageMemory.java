package org.pageproof.sut.worker;

import java.nio.ByteBuffer;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Pages;

/** The two words that tell a page's contents, from memory that holds them. */
public final class PageMemory {
  private static final int WORD = Long.BYTES;

  private final ByteBuffer memory;
  private final int at;

  /** Words 1 to 510 and 2 to 511: equal if and only if words 1 to 511 are the same. */
  private final ByteBuffer body;

  private final ByteBuffer shiftedBody;

  /** The page that begins at this index of the memory. */
  public PageMemory(ByteBuffer memory, int at) {
    this.memory = memory;
    this.at = at;
    this.body = memory.slice(at + WORD, AddressPlan.PAGE_SIZE - 2 * WORD);
    this.shiftedBody = memory.slice(at + 2 * WORD, AddressPlan.PAGE_SIZE - 2 * WORD);
  }

  /** The first word. */
  public long head() {
    return memory.getLong(at);
  }

  /** What all other words hold, or {@link Pages#TORN}. */
  public long tail() {
    return body.mismatch(shiftedBody) < 0 ? memory.getLong(at + WORD) : Pages.TORN;
  }
}
