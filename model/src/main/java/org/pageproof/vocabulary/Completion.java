package org.pageproof.vocabulary;

/**
 * A touch that had been blocked and ended in this step.
 *
 * @param thread the thread slot
 * @param reply how it ended; for a reading touch the word that was read
 */
public record Completion(int thread, Reply reply) {}
