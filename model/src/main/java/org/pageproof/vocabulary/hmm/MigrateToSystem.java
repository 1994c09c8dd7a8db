package org.pageproof.vocabulary.hmm;

/**
 * HMM_DMIRROR_MIGRATE_TO_SYS: migrates pages from the memory of the mirror's device back to system
 * memory. Out-fields: cpages, faults.
 *
 * @param request the argument
 */
public record MigrateToSystem(int id, Request request) implements MirrorIoctl {
  /** Checks the shape. */
  public MigrateToSystem {
    request.requireBounded();
  }

  @Override
  public HmmKind kind() {
    return HmmKind.TOSYS;
  }

  @Override
  public <P, R> R accept(HmmVisitor<P, R> visitor, P parameter) {
    return visitor.migrateToSystem(this, parameter);
  }
}
