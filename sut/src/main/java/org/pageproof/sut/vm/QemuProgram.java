package org.pageproof.sut.vm;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.driver.Interruption;

/**
 * The QEMU of this machine.
 *
 * @param path the program
 * @param setpriv the program that starts it so that it ends with us
 * @param setsid the program that starts it so that a terminal's signals do not reach it: the guest
 *     is still needed for the report of a run that is interrupted
 */
record QemuProgram(Path path, Path setpriv, Path setsid) {
  private static final String QEMU = "qemu-system-x86_64";
  private static final String SETPRIV = "setpriv";
  private static final String SETSID = "setsid";

  /** Why there can be no virtual machine, and what to do; empty if there can be one. */
  static Optional<String> missing(String searchPath) {
    if (!System.getProperty("os.arch").equals("amd64")) {
      return Optional.of("guests are x86-64 machines, this is " + System.getProperty("os.arch"));
    }
    if (search(QEMU, searchPath).isEmpty()) {
      return Optional.of(QEMU + " is not on the PATH; on Debian: apt-get install qemu-system-x86");
    }
    if (search(SETPRIV, searchPath).isEmpty() || search(SETSID, searchPath).isEmpty()) {
      return Optional.of(
          SETPRIV
              + " and "
              + SETSID
              + ", which see to it that QEMU ends when we end, and not before, are not both on the"
              + " PATH; on Debian: apt-get install util-linux");
    }
    return Optional.empty();
  }

  /**
   * Looks for it on the PATH.
   *
   * @throws HarnessException if something is missing; the message says what to install
   */
  static QemuProgram find() {
    String searchPath = String.valueOf(System.getenv("PATH"));
    return search(QEMU, searchPath)
        .flatMap(qemu -> started(qemu, searchPath))
        .orElseThrow(
            () -> new HarnessException(missing(searchPath).orElse(QEMU + " cannot be started")));
  }

  private static Optional<QemuProgram> started(Path qemu, String searchPath) {
    Optional<Path> setsid = search(SETSID, searchPath);
    return search(SETPRIV, searchPath)
        .flatMap(setpriv -> setsid.map(found -> new QemuProgram(qemu, setpriv, found)));
  }

  private static Optional<Path> search(String program, String searchPath) {
    for (String directory : searchPath.split(File.pathSeparator, -1)) {
      Path file = Path.of(directory, program);
      if (Files.isExecutable(file)) {
        return Optional.of(file);
      }
    }
    return Optional.empty();
  }

  /**
   * What it says its version is.
   *
   * @throws HarnessException if it cannot be run
   */
  String version() {
    try {
      Process process =
          new ProcessBuilder(path.toString(), "--version").redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new HarnessException(path + " cannot say its version: " + text);
      }
      return text.lines().findFirst().orElse("");
    } catch (IOException e) {
      throw new HarnessException(path + " cannot be run: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }
}
