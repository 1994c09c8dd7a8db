package org.pageproof.vocabulary.userfaultfd;

/**
 * Where the {@code src} of a COPY points. The source never lies in the arena, so that the copying
 * thread itself cannot block.
 */
public enum Source {
  /** Page aligned; page k holds {@code Token.of(id, k)} in every word. */
  TOKENS,
  /** As {@link #TOKENS}, 8 bytes after a page boundary. */
  UNALIGNED,
  /** Anonymous memory never touched: it reads as zeros. */
  ZEROS,
  /** The first page as in {@link #TOKENS}; what follows it is not mapped. */
  SECOND_UNMAPPED,
  /** At {@link org.pageproof.vocabulary.AddressPlan#BAD_ADDRESS}, which is not mapped. */
  UNMAPPED,
  /** At 2^64 - 4096: beyond every task, and src + len wraps around. */
  WRAPPING
}
