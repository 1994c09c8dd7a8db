package org.pageproof.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.pageproof.reports.ReportException;
import org.pageproof.reports.RunLog;
import org.pageproof.reports.StoredRun;

/**
 * A run that was read back.
 *
 * @param directory the report directory, absolute
 * @param run the run
 */
record StoredRunFile(Path directory, StoredRun run) {
  /**
   * Reads a report directory, or the log in it.
   *
   * @throws InputException if there is no log of a run that ended
   */
  static StoredRunFile read(Path path) {
    try {
      Path log = Files.isRegularFile(path) ? path : path.resolve(RunLog.FILE_NAME);
      Path absolute = log.toAbsolutePath().normalize();
      return new StoredRunFile(
          absolute.resolveSibling(""), StoredRun.of(path.toString(), RunLog.readFile(log)));
    } catch (ReportException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }
}
