package org.pageproof.sut.simulator.hmm;

/** Which pages a migration takes (MIGRATE_VMA_SELECT_*). */
enum Selection {
  /** Those in system memory, and places where no page is yet. */
  SYSTEM,
  /** Those in the owner's private memory. */
  PRIVATE,
  /** Those in the owner's coherent memory. */
  COHERENT
}
