package org.pageproof.cli;

/** Which system to test. */
enum SutKind {
  /** This machine's kernel. */
  KERNEL,
  /** The simulator. */
  SIMULATOR,
  /** The kernel where it can be reached, otherwise the simulator. */
  AUTO
}
