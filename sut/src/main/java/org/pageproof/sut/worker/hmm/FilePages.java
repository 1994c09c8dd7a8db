package org.pageproof.sut.worker.hmm;

import java.nio.LongBuffer;
import java.util.Arrays;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.sut.worker.AreaCalls;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Token;

/** Makes the files that private mappings begin with. */
final class FilePages {
  private static final int PAGE = AddressPlan.PAGE_SIZE;
  private static final int WORDS = PAGE / Long.BYTES;

  private final NativeMemory memory = NativeMemory.allocate(AddressPlan.HUGE_PAGES * PAGE);
  private final LongBuffer words = memory.bytes().asLongBuffer();
  private final long[] token = new long[WORDS];

  /** A new file whose page k is filled with {@code Token.of(id, k)}; the caller closes it. */
  int file(int id, int pages) {
    for (int page = 0; page < pages; page++) {
      Arrays.fill(token, Token.of(id, page));
      words.put(page * WORDS, token);
    }
    long bytes = (long) pages * PAGE;
    int fd = AreaCalls.file(bytes);
    if (Libc.pwrite(fd, memory.address(), bytes, 0) != bytes) {
      throw new HarnessException("a memory file of " + bytes + " bytes cannot be written");
    }
    return fd;
  }
}
