package org.pageproof.vocabulary;

/**
 * One thing to do to the system under test. Immutable data with fixed operand slots, so that
 * deleting a command never retargets the later ones.
 */
public interface Command {
  /**
   * The identity that survives shrinking: data written by this command is derived from it, never
   * from the command's position. Unique within a sequence, 0 to {@link Token#MAX_ID}.
   */
  int id();

  /** The name of this command's kind in traces, rule ids and fingerprints, such as {@code copy}. */
  String kindName();
}
