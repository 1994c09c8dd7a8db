package org.pageproof.sut.kernel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.pageproof.sut.HarnessException;

/**
 * The files of one worker: its journal, its log and what the Java machine writes when it crashes.
 *
 * @param path the directory
 */
record WorkDirectory(Path path) {
  /** A new directory under {@code java.io.tmpdir}. */
  static WorkDirectory create() {
    try {
      return new WorkDirectory(Files.createTempDirectory("pageproof-worker-"));
    } catch (IOException e) {
      throw new HarnessException("no temporary directory can be created: " + e.getMessage(), e);
    }
  }

  Path journal() {
    return path.resolve("journal");
  }

  /** Standard error, and with it whatever is printed. */
  Path log() {
    return path.resolve("log");
  }

  /** The crash report, from which the signal is read. */
  Path errorFile() {
    return path.resolve("hs_err");
  }

  /** The last line of the log, or an empty string. */
  String lastLogLine() {
    List<String> lines = lines(log());
    return lines.isEmpty() ? "" : lines.get(lines.size() - 1);
  }

  /** The lines of a file, none if there is no such file. */
  static List<String> lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.toList();
    } catch (java.nio.file.NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the directory and all that is in it. */
  void delete() {
    try (Stream<Path> tree = Files.walk(path)) {
      for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new HarnessException(path + " cannot be removed: " + e.getMessage(), e);
    }
  }
}
