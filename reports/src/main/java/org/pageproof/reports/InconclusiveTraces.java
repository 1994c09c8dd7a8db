package org.pageproof.reports;

import java.nio.file.Path;
import org.pageproof.trace.CommandCodec;
import org.pageproof.trace.TraceFile;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Trace;

/**
 * Keeps the first few traces that led to no verdict, so that they can be looked at.
 *
 * @param <C> the commands of the interface that was tested
 */
public final class InconclusiveTraces<C extends Command> {
  /** More are not kept. */
  public static final int MAX_KEPT = 10;

  private final Path reportDirectory;
  private final TraceFile<C> file;
  private int kept;

  /** Writes {@code inconclusive-N.jsonl} into this directory. */
  public InconclusiveTraces(Path reportDirectory, CommandCodec<C> codec) {
    this.reportDirectory = reportDirectory;
    this.file = new TraceFile<>(codec);
  }

  /**
   * Keeps a trace.
   *
   * @throws ReportException if it cannot be written
   */
  public void keep(Trace<C> trace) {
    if (kept == MAX_KEPT) {
      return;
    }
    kept++;
    Path target = reportDirectory.resolve("inconclusive-" + kept + ".jsonl");
    WholeFile.write(target, file.encode(trace));
  }
}
