package org.pageproof.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether a standard stream is a terminal; Java can only tell of all of them together. */
final class Terminal {
  private static final int STDOUT = 1;
  private static final int STDERR = 2;

  private Terminal() {}

  /** Whether colour may be used on stdout: a terminal, and the user does not refuse it. */
  static boolean colour() {
    return isTerminal(STDOUT) && System.getenv("NO_COLOR") == null;
  }

  /** Whether stderr is a terminal, so that a progress bar may be drawn. */
  static boolean stderr() {
    return isTerminal(STDERR);
  }

  private static boolean isTerminal(int fd) {
    try {
      String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd)).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException e) {
      return false; // without /proc nobody can say; plain lines always work
    }
  }
}
