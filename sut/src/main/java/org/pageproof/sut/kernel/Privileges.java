package org.pageproof.sut.kernel;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.pageproof.sut.HarnessException;

/** How a worker is started without capabilities. */
final class Privileges {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String PROGRAM = "setpriv";

  private Privileges() {}

  /**
   * What goes before the command line: setpriv(1) of util-linux, or nothing if this process has no
   * capability that it could hand on. The user stays the same, so that the worker reads the same
   * files; an empty bounding set keeps root's programs from getting capabilities by their user.
   *
   * @throws HarnessException if there is no such program
   */
  static List<String> dropping() {
    return dropping(statusLines(), String.valueOf(System.getenv("PATH")));
  }

  static List<String> dropping(List<String> status, String path) {
    if (!hasCapabilities(status)) {
      return List.of();
    }
    return List.of(
        find(path).toString(),
        "--bounding-set=-all",
        "--inh-caps=-all",
        "--ambient-caps=-all",
        "--");
  }

  /** Whether the effective, permitted, inheritable or ambient set is not empty (proc(5)). */
  private static boolean hasCapabilities(List<String> status) {
    return status.stream().anyMatch(line -> line.matches("Cap(Inh|Prm|Eff|Amb):\\s*0*[1-9a-f].*"));
  }

  private static List<String> statusLines() {
    try {
      return Files.readAllLines(STATUS);
    } catch (IOException e) {
      throw new HarnessException(STATUS + " cannot be read: " + e.getMessage(), e);
    }
  }

  private static Path find(String path) {
    for (String directory : path.split(File.pathSeparator, -1)) {
      Path program = Path.of(directory, PROGRAM);
      if (Files.isExecutable(program)) {
        return program;
      }
    }
    throw new HarnessException(
        "a worker without capabilities, as asked or as the trace was recorded, needs setpriv, which"
            + " is not on the PATH; install util-linux, or run as a user without capabilities");
  }
}
