package org.pageproof.reports;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that are either there as a whole or not at all. */
public final class WholeFile {
  private WholeFile() {}

  /**
   * Writes a file, in place of one that is there.
   *
   * @throws ReportException if it cannot be written
   */
  public static void write(Path file, byte[] content) {
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      Files.write(temporary, content);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      ReportException failure = ReportException.cannotWrite(file, e);
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException second) {
        failure.addSuppressed(second);
      }
      throw failure;
    }
  }
}
