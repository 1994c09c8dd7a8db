package org.pageproof.vocabulary.hmm;

/**
 * A call that the descriptor does not support. Reply: what the call returned, or its errno.
 *
 * @param mirror the slot
 * @param call which call
 */
public record Misuse(int id, int mirror, Misuse.Call call) implements HmmCommand {
  /** The calls; a pointer argument points to good memory. */
  public enum Call {
    /** An ioctl of the right type, size and direction with the number 0x3f. */
    UNKNOWN_IOCTL,
    /** SNAPSHOT with 32 in place of 40 as the argument's size in its number. */
    WRONG_SIZE,
    /** SNAPSHOT with the direction bits of a call that only writes. */
    WRONG_DIRECTION,
    /** The number 0x3f with an address that is not page aligned. */
    UNKNOWN_UNALIGNED,
    /** The number 0x3f with a struct that can't be read. */
    UNKNOWN_UNREADABLE,
    /** read(2) of 8 bytes. */
    READ,
    /** write(2) of 8 bytes. */
    WRITE
  }

  @Override
  public HmmKind kind() {
    return HmmKind.MISUSE;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.misuse(this, parameter);
  }
}
