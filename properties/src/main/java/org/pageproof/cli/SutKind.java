package org.pageproof.cli;

import java.util.Locale;
import org.pageproof.vocabulary.Environment;

/** Which system to test. */
enum SutKind {
  /** This machine's kernel. */
  KERNEL,
  /** A kernel in a virtual machine. */
  VM,
  /** The simulator. */
  SIMULATOR,
  /**
   * The kernel where it can be reached, for the HMM test driver otherwise a virtual machine where
   * there can be one, otherwise the simulator.
   */
  AUTO;

  /** Where a trace was recorded. */
  static SutKind of(Environment recorded) {
    return switch (recorded.sut()) {
      case "simulator" -> SIMULATOR;
      case "vm" -> VM;
      default -> KERNEL;
    };
  }

  /** As users write it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
