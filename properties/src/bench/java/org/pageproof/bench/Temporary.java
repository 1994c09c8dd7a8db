package org.pageproof.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Temporary files. */
final class Temporary {
  private Temporary() {}

  /** What lies in the directory for temporary files. */
  static List<Path> files() throws IOException {
    return below(Path.of(System.getProperty("java.io.tmpdir")), 1);
  }

  /** Deletes a directory and all in it. */
  static void delete(Path directory) throws IOException {
    for (Path path : below(directory, Integer.MAX_VALUE)) {
      Files.deleteIfExists(path);
    }
    Files.deleteIfExists(directory);
  }

  private static List<Path> below(Path directory, int depth) throws IOException {
    try (Stream<Path> paths = Files.walk(directory, depth)) {
      return paths
          .filter(path -> !path.equals(directory))
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }
}
