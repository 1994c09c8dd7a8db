package org.pageproof.sut.vm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.pageproof.sut.HarnessException;

/**
 * The files by which QEMU and we find each other. Once both have opened them the directory is
 * removed: nothing is left then, however either of us ends.
 *
 * @param directory where they are
 */
record RunFiles(Path directory) {
  /** The longest path of a socket in bytes (unix(7)). */
  private static final int PATH_MAX = 107;

  /**
   * A new directory under {@code java.io.tmpdir}.
   *
   * @throws HarnessException if there can be none
   */
  static RunFiles create() {
    try {
      RunFiles files = new RunFiles(Files.createTempDirectory("pageproof-vm-"));
      int length = files.command().toString().getBytes(StandardCharsets.UTF_8).length;
      if (length > PATH_MAX) {
        files.delete();
        throw new HarnessException(
            "the directory for temporary files has too long a path for sockets: "
                + files.directory
                + "; set -Djava.io.tmpdir to a shorter one");
      }
      return files;
    } catch (IOException e) {
      throw new HarnessException("no temporary directory can be created: " + e.getMessage(), e);
    }
  }

  /** The socket of the worker's port. */
  Path command() {
    return directory.resolve("cmd");
  }

  /** The socket of the machine protocol. */
  Path qmp() {
    return directory.resolve("qmp");
  }

  /** What the guest prints. */
  Path console() {
    return directory.resolve("console");
  }

  /** What QEMU prints. */
  Path log() {
    return directory.resolve("log");
  }

  /** The memory that the journal is in. */
  Path journal() {
    return directory.resolve("journal");
  }

  /** Removes the directory and what is in it. */
  void delete() {
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new HarnessException(directory + " cannot be removed: " + e.getMessage(), e);
    }
  }
}
