package org.pageproof.sut.worker;

import java.nio.LongBuffer;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.PageRange;
import org.pageproof.vocabulary.Token;
import org.pageproof.vocabulary.userfaultfd.Copy;

/** The memory outside the arena that COPY copies from. */
final class CopySource {
  /** Where the page lies that is followed by nothing: nobody maps memory there unasked. */
  static final long LONE_PAGE = AddressPlan.BASE + 0x10_0000;

  private static final int PAGE = AddressPlan.PAGE_SIZE;
  private static final int WORDS = PAGE / Long.BYTES;
  private static final int MAX_PAGES = 128;
  private static final long LAST_PAGE = -PAGE;

  private final NativeMemory tokens = NativeMemory.allocate((MAX_PAGES + 1) * PAGE);
  private final NativeMemory zeros = NativeMemory.zeros(MAX_PAGES * PAGE);
  private final NativeMemory lone = NativeMemory.allocateAt(LONE_PAGE, PAGE);
  private final LongBuffer tokenWords = tokens.bytes().asLongBuffer();
  private final LongBuffer loneWords = lone.bytes().asLongBuffer();
  private final long[] pattern = new long[WORDS];

  /** Prepares the source of a command and returns its address. */
  long prepare(Copy command) {
    return switch (command.source()) {
      case TOKENS -> {
        fill(tokenWords, 0, command);
        yield tokens.address();
      }
      case UNALIGNED -> {
        fill(tokenWords, 1, command);
        yield tokens.address() + Long.BYTES;
      }
      case ZEROS -> zeros.address();
      case SECOND_UNMAPPED -> {
        fillPage(loneWords, 0, Token.of(command.id(), 0));
        yield lone.address();
      }
      case UNMAPPED -> AddressPlan.BAD_ADDRESS;
      case WRAPPING -> LAST_PAGE;
    };
  }

  private void fill(LongBuffer words, int firstWord, Copy command) {
    PageRange range = command.range();
    int extra = range.shape() == PageRange.Shape.UNALIGNED_LENGTH ? 1 : 0;
    int pages = Math.min(range.count() + extra, MAX_PAGES);
    for (int page = 0; page < pages; page++) {
      fillPage(words, firstWord + page * WORDS, Token.of(command.id(), page));
    }
  }

  private void fillPage(LongBuffer words, int firstWord, long token) {
    java.util.Arrays.fill(pattern, token);
    words.put(firstWord, pattern);
  }
}
