package org.pageproof.sut.kernel;

import org.junit.jupiter.api.Assumptions;

/** What a test needs of this machine; tests that lack it are skipped and say why. */
final class Machine {
  private Machine() {}

  /** Skips the test unless userfaultfd(2) can be used with all rights. */
  static void assumePrivileged() {
    for (KernelProbe.Check check : KernelProbe.run().checks()) {
      boolean needed =
          check.status() == KernelProbe.Status.MISSING || check.name().equals("userfaultfd(2)");
      Assumptions.assumeTrue(
          !needed || check.status() == KernelProbe.Status.OK,
          () -> check.name() + ": " + check.found() + "; " + check.advice());
    }
  }
}
