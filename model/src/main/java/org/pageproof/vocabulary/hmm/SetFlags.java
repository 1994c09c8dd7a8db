package org.pageproof.vocabulary.hmm;

/**
 * HMM_DMIRROR_FLAGS: sets the flags of a mirror; {@code npages} is their value, {@code addr} the
 * start of the arena. Out-fields: cpages, faults.
 *
 * @param mirror the slot
 * @param value the flags
 */
public record SetFlags(int id, int mirror, long value) implements HmmCommand {
  /** The next allocation of device or system memory through this mirror fails. */
  public static final long FAIL_ALLOC = 1;

  @Override
  public HmmKind kind() {
    return HmmKind.FLAGS;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.setFlags(this, parameter);
  }
}
