package org.pageproof.reports;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
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
    WholeFile.write(reportDirectory.resolve(name("", kept)), file.encode(trace));
  }

  /** The names of the files that a run with so many traces without a verdict keeps. */
  public static List<String> names(long inconclusive) {
    return names("", inconclusive);
  }

  /** The names of the same files in a merged report: those of different shards differ. */
  public static List<String> namesOfShard(int shard, long inconclusive) {
    return names("shard" + shard + "-", inconclusive);
  }

  private static List<String> names(String prefix, long inconclusive) {
    return LongStream.rangeClosed(1, Math.min(MAX_KEPT, inconclusive))
        .mapToObj(number -> name(prefix, number))
        .toList();
  }

  private static String name(String prefix, long number) {
    return "inconclusive-" + prefix + number + ".jsonl";
  }
}
