package org.pageproof.reports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunEvent.DivergenceTraced;
import org.pageproof.reports.RunEvent.Origin;
import org.pageproof.reports.RunEvent.Promise;
import org.pageproof.reports.timeline.TimelineOf;
import org.pageproof.reports.words.JudgementText;
import org.pageproof.reports.words.KernelLog;
import org.pageproof.reports.words.ObservationWords;
import org.pageproof.trace.TraceFile;
import org.pageproof.verdict.Divergence;
import org.pageproof.verdict.Fingerprint;
import org.pageproof.verdict.JudgedStep;
import org.pageproof.verdict.Judgement;
import org.pageproof.verdict.RuleText;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Observation;

/**
 * Writes one folder for each fingerprint into the report directory: the trace, the report in words,
 * the C program and, if the kernel died, what it logged. A file is either there as a whole or not
 * at all.
 *
 * @param <C> the commands of the interface whose divergences it writes
 */
public final class DivergenceFolder<C extends Command> {
  /** The trace's name within the folder. */
  public static final String TRACE = "trace.jsonl";

  /** The report's name within the folder. */
  public static final String REPORT = "report.txt";

  /** The C program's name within the folder. */
  public static final String REPRODUCER = "reproducer.c";

  /** The name within the folder of what the kernel logged, which is there if it did. */
  public static final String KERNEL_LOG = "kernel.log";

  /** All that a folder may hold. */
  public static final List<String> FILES = List.of(TRACE, REPORT, REPRODUCER, KERNEL_LOG);

  private static final int LONGEST_NAME = 80;

  private final Path reportDirectory;
  private final InterfaceReports<C> reports;
  private final Map<String, Fingerprint> names = new HashMap<>();

  /** Writes into this directory, which is made if need be. */
  public DivergenceFolder(Path reportDirectory, InterfaceReports<C> reports) {
    this.reportDirectory = reportDirectory;
    this.reports = reports;
  }

  /**
   * What is to be told of a judgement that diverges; nothing is written.
   *
   * @param origin where it was met
   */
  public DivergenceFound describe(Judgement<C> judgement, Origin origin) {
    Divergence divergence = JudgementText.divergenceOf(judgement);
    if (divergence == null) {
      throw new IllegalArgumentException("the judgement does not diverge");
    }
    String name = nameOf(divergence.fingerprint());
    String report =
        JudgementText.report(reports.words(), judgement, reportDirectory.resolve(name).toString());
    return found(judgement, divergence, origin, name, report);
  }

  /** The steps of a judgement that diverges as a picture; nothing is written. */
  public DivergenceTraced trace(Judgement<C> judgement, DivergenceFound event) {
    return new DivergenceTraced(
        event.fingerprint(), TimelineOf.judgement(reports.words(), judgement));
  }

  /**
   * Writes the folder of a judgement that diverges; a folder of the same fingerprint is replaced.
   *
   * @param event what {@link #describe} said of the judgement
   * @throws ReportException if it cannot be written
   */
  public void write(Judgement<C> judgement, DivergenceFound event) {
    Path folder = reportDirectory.resolve(event.folder());
    byte[] trace = new TraceFile<>(reports.codec()).encode(judgement.trace());
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw ReportException.cannotWrite(folder, e);
    }
    WholeFile.write(folder.resolve(TRACE), trace);
    WholeFile.write(folder.resolve(REPRODUCER), bytes(reports.reproducer().apply(judgement)));
    writeKernelLog(folder.resolve(KERNEL_LOG), KernelLog.of(judgement.trace()));
    WholeFile.write(folder.resolve(REPORT), bytes(event.report()));
  }

  /** That of an earlier run, which the folder may still hold, must not stay. */
  private static void writeKernelLog(Path file, List<String> lines) {
    if (!lines.isEmpty()) {
      WholeFile.write(file, bytes(String.join("\n", lines) + "\n"));
      return;
    }
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw ReportException.cannotWrite(file, e);
    }
  }

  private DivergenceFound found(
      Judgement<C> judgement, Divergence divergence, Origin origin, String folder, String report) {
    JudgedStep<C> last = judgement.steps().get(divergence.step());
    return new DivergenceFound(
        origin,
        divergence.fingerprint().toString(),
        JudgementText.title(judgement),
        divergence.step(),
        judgement.steps().stream().map(step -> reports.words().of(step.command())).toList(),
        line(judgement, divergence, divergence.nearest().observation()),
        line(judgement, divergence, last.observed()),
        promise(divergence.nearest().rule()),
        folder,
        report);
  }

  private static Promise promise(RuleText rule) {
    return new Promise(rule.id(), rule.sentence(), rule.source());
  }

  private String line(Judgement<C> judgement, Divergence divergence, Observation observation) {
    return ObservationWords.line(
        reports.words(),
        judgement.trace().sequence().plan(),
        judgement.steps().get(divergence.step()).command(),
        JudgementText.before(judgement, divergence.step()),
        observation);
  }

  /** The fingerprint's slug; where it is too long or taken, a part of it with a checksum. */
  String nameOf(Fingerprint fingerprint) {
    String slug = fingerprint.slug();
    String name = slug.isEmpty() ? "divergence" : slug;
    if (name.length() > LONGEST_NAME || !fingerprint.equals(claim(name, fingerprint))) {
      CRC32 crc = new CRC32();
      crc.update(bytes(fingerprint.toString()));
      int keep = Math.min(name.length(), LONGEST_NAME - 9);
      name = name.substring(0, keep) + "-" + String.format("%08x", crc.getValue());
    }
    return name;
  }

  private Fingerprint claim(String name, Fingerprint fingerprint) {
    return names.computeIfAbsent(name, unused -> fingerprint);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
