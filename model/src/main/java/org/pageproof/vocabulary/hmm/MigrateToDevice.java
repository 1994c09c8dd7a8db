package org.pageproof.vocabulary.hmm;

/**
 * HMM_DMIRROR_MIGRATE_TO_DEV: migrates pages into the memory of the mirror's device, and copies
 * what the mirror then shows to the buffer. Out-fields: cpages, faults.
 *
 * @param request the argument
 */
public record MigrateToDevice(int id, Request request) implements MirrorIoctl {
  /** Checks the shape. */
  public MigrateToDevice {
    request.requireBounded();
  }

  @Override
  public HmmKind kind() {
    return HmmKind.TODEV;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.migrateToDevice(this, parameter);
  }
}
