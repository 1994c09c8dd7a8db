package org.pageproof.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pageproof.reports.ReportException;
import org.pageproof.reports.WholeFile;

/** A report that is there as a whole once it is closed; until then there is none, or an old one. */
final class ReportFile extends ByteArrayOutputStream {
  private final Path file;

  private ReportFile(Path file) {
    this.file = file;
  }

  /**
   * Opens a report. What is no plain file, such as a pipe, is written to at once.
   *
   * @throws ReportException if it cannot be written
   */
  static OutputStream open(Path file) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        return Files.newOutputStream(file);
      }
      Files.newOutputStream(file).close();
      Path real = file.toRealPath();
      Files.delete(real);
      return new ReportFile(real);
    } catch (IOException e) {
      throw ReportException.cannotWrite(file, e);
    }
  }

  @Override
  public void close() {
    if (size() > 0) {
      WholeFile.write(file, toByteArray());
    }
  }
}
