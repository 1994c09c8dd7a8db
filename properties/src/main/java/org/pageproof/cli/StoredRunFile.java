package org.pageproof.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.pageproof.reports.InconclusiveTraces;
import org.pageproof.reports.ReportException;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunLog;
import org.pageproof.reports.StoredRun;

/**
 * A run that was read back.
 *
 * @param directory the report directory, absolute
 * @param run the run
 * @param merged whether it is a merged report
 */
record StoredRunFile(Path directory, StoredRun run, boolean merged) {
  /**
   * Reads a report directory, or the log in it.
   *
   * @throws InputException if there is no log of a run that ended
   */
  static StoredRunFile read(Path path) {
    try {
      Path log = Files.isRegularFile(path) ? path : path.resolve(RunLog.FILE_NAME);
      Path absolute = log.toAbsolutePath().normalize();
      List<RunEvent> events = RunLog.readFile(log);
      return new StoredRunFile(
          absolute.resolveSibling(""),
          StoredRun.of(path.toString(), events),
          !RunEvent.all(RunEvent.ShardMerged.class, events).isEmpty());
    } catch (ReportException e) {
      throw new InputException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Where the traces without a verdict lie, by their name in a merged report. */
  Map<String, Path> undecided() {
    Map<String, Path> files = new TreeMap<>();
    for (RunEvent.ShardMerged shard : run.shards().values()) {
      List<String> names = shard.undecided();
      List<String> here = merged ? names : InconclusiveTraces.names(names.size());
      for (int i = 0; i < names.size(); i++) {
        files.put(names.get(i), directory.resolve(here.get(i)));
      }
    }
    return files;
  }
}
