package org.pageproof.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.pageproof.reports.RunEvent.KernelFacts;

/** What the kernel that runs this process says of itself. */
final class ThisKernel {
  private ThisKernel() {}

  /** The facts of now; empty where {@code /proc} does not have them. */
  static Optional<KernelFacts> facts() {
    try {
      return Optional.of(
          new KernelFacts(
              Files.readString(Path.of("/proc/version")).trim(),
              Files.readString(Path.of("/proc/sys/kernel/tainted")).trim()));
    } catch (IOException e) {
      return Optional.empty(); // a container may hide them; no verdict needs them
    }
  }
}
