package org.pageproof.sut.driver;

/**
 * How a worker ended that was not asked to.
 *
 * @param how a line of a class, such as {@code SIGSEGV}, which has no addresses or numbers that
 *     change from run to run; further lines are evidence
 * @param cause whether the sequence that it executed may be what it died of
 */
public record Death(String how, Cause cause) {
  /** What a worker died of. */
  public enum Cause {
    /** The sequence that it executed, if it did. */
    SEQUENCE,
    /** Something on this machine, which has nothing to do with the system under test. */
    OUTSIDE,
    /** Not known: it still runs and cannot be talked to any more. */
    NONE
  }
}
