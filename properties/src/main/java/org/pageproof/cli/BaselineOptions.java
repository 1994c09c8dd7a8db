package org.pageproof.cli;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.reports.Baseline;
import org.pageproof.reports.ReportException;
import org.pageproof.reports.RunLog;
import picocli.CommandLine.Option;

/** Which divergences do not make a run fail, and where to keep those it met. */
final class BaselineOptions {
  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = "Divergences that are told but do not make the run fail or end.")
  private @Nullable Path baseline;

  @Option(
      names = "--write-baseline",
      paramLabel = "FILE",
      description =
          "Writes the divergences of this run as a baseline for the next. Without --keep-going"
              + " that is the first one.")
  private @Nullable Path target;

  /**
   * What was read.
   *
   * @throws InputException if the file is no baseline
   */
  Baseline read() {
    try {
      return baseline == null ? Baseline.NONE : Baseline.read(baseline);
    } catch (ReportException e) {
      throw new InputException("--baseline: " + e.getMessage(), e);
    }
  }

  /** Writes what the runs in these report directories met, if that is wanted. */
  void write(List<Path> directories) {
    if (target != null) {
      Baseline.of(directories.stream().map(RunLog::read).toList()).write(target);
    }
  }
}
