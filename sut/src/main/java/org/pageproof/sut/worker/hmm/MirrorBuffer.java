package org.pageproof.sut.worker.hmm;

import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.pageproof.sut.jna.AliasedMemory;
import org.pageproof.sut.worker.PageMemory;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.OutField;
import org.pageproof.vocabulary.PageWords;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.hmm.Request.Buffer;

/**
 * The memory outside the arena that {@code ptr} points to: pages for most ioctls, bytes for
 * SNAPSHOT.
 */
final class MirrorBuffer {
  /** More than a request of a trace can have. */
  private static final int MAX_PAGES = 1000;

  private static final int PAGE = AddressPlan.PAGE_SIZE;
  private static final int WORDS = PAGE / Long.BYTES;
  private static final byte UNTOUCHED_BYTE = (byte) OutField.UNTOUCHED;

  private final AliasedMemory memory = AliasedMemory.allocate(MAX_PAGES * PAGE);
  private final ByteBuffer bytes = memory.bytes();
  private final LongBuffer words = bytes.asLongBuffer();
  private final PageMemory[] pages = new PageMemory[MAX_PAGES];

  /** The pages that hold nothing but the filler. */
  private final boolean[] untouched = new boolean[MAX_PAGES];

  private final long[] filler = new long[WORDS];
  private final long[] token = new long[WORDS];

  MirrorBuffer() {
    for (int page = 0; page < MAX_PAGES; page++) {
      pages[page] = new PageMemory(bytes, page * PAGE);
    }
    Arrays.fill(filler, OutField.UNTOUCHED);
  }

  /** What {@code ptr} is. */
  long pointer(Buffer where) {
    return switch (where) {
      case VALID, STRUCT_READ_ONLY, STRUCT_UNREADABLE -> memory.address();
      case READ_ONLY -> memory.readOnlyAddress();
      case BAD -> AddressPlan.BAD_ADDRESS;
    };
  }

  /** Fills pages for a command that the driver writes pages or bytes for. */
  void clear(int count) {
    for (int page = 0; page < count; page++) {
      if (!untouched[page]) {
        words.put(page * WORDS, filler);
      }
      untouched[page] = false; // until it is found to be so
    }
  }

  /** Fills page k with {@code Token.of(id, k)}, for a command that the driver reads pages of. */
  void fill(int count, int id) {
    for (int page = 0; page < count; page++) {
      Arrays.fill(token, Token.of(id, page));
      words.put(page * WORDS, token);
      untouched[page] = false;
    }
  }

  /** What the driver has made of pages that were cleared. */
  List<PageWords> pages(int count) {
    List<PageWords> seen = new ArrayList<>(count);
    for (int page = 0; page < count; page++) {
      PageWords found = new PageWords(pages[page].head(), pages[page].tail());
      untouched[page] = found.equals(PageWords.UNTOUCHED);
      seen.add(untouched[page] ? PageWords.UNTOUCHED : found);
    }
    return seen;
  }

  /** What the driver has made of the first bytes of pages that were cleared. */
  List<PageWords> bytes(int count) {
    List<PageWords> seen = new ArrayList<>(count);
    for (int at = 0; at < count; at++) {
      byte value = bytes.get(at);
      seen.add(value == UNTOUCHED_BYTE ? PageWords.UNTOUCHED : PageWords.filled(value & 0xff));
    }
    return seen;
  }
}
