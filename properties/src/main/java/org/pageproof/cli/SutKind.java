package org.pageproof.cli;

import java.util.Locale;

/** Which system to test. */
enum SutKind {
  /** This machine's kernel. */
  KERNEL,
  /** A kernel in a virtual machine. */
  VM,
  /** The simulator. */
  SIMULATOR,
  /** The kernel where it can be reached, otherwise the simulator. */
  AUTO;

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
