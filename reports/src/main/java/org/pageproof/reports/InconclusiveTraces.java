package org.pageproof.reports;

import java.nio.file.Path;
import org.pageproof.trace.TraceFile;
import org.pageproof.trace.UffdCommandCodec;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** Keeps the first few traces that led to no verdict, so that they can be looked at. */
public final class InconclusiveTraces {
  /** More are not kept. */
  public static final int MAX_KEPT = 10;

  private final Path reportDirectory;
  private final TraceFile<UffdCommand> file = new TraceFile<>(new UffdCommandCodec());
  private int kept;

  /** Writes {@code inconclusive-N.jsonl} into this directory. */
  public InconclusiveTraces(Path reportDirectory) {
    this.reportDirectory = reportDirectory;
  }

  /**
   * Keeps a trace.
   *
   * @throws ReportException if it cannot be written
   */
  public void keep(Trace<UffdCommand> trace) {
    if (kept == MAX_KEPT) {
      return;
    }
    kept++;
    Path target = reportDirectory.resolve("inconclusive-" + kept + ".jsonl");
    WholeFile.write(target, file.encode(trace));
  }
}
