package org.pageproof.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.pageproof.reports.ReportException;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunListener;
import org.pageproof.reports.RunLog;
import org.pageproof.reports.format.ConsoleSummary;
import org.pageproof.reports.format.Github;
import org.pageproof.reports.format.GithubSummary;
import org.pageproof.reports.format.JsonLines;
import org.pageproof.reports.format.JunitXml;
import org.pageproof.reports.format.Kcidb;
import org.pageproof.reports.format.Ktap;
import org.pageproof.reports.html.HtmlReport;

/**
 * The reports of one run, which all listen to the same events, and the files behind them. One that
 * fails does not keep the others from being written; it hears no more.
 */
final class RunReports implements AutoCloseable, RunListener {
  /** The name within the report directory of the one that is always written. */
  static final String JUNIT = "junit.xml";

  private final Path directory;
  private final List<RunListener> listeners = new ArrayList<>();
  private final List<Closeable> files = new ArrayList<>();

  private RunReports(Path directory) {
    this.directory = directory;
  }

  /**
   * The reports of a run under way: those that are always written to its directory, and those that
   * were asked for. Opens every file, so that one that cannot be written is found before anything
   * runs.
   *
   * @param first hears of each event first
   * @throws ReportException if one cannot be written
   */
  static RunReports open(Path directory, FormatOptions formats, RunListener first) {
    RunReports reports = new RunReports(directory);
    reports.listeners.add(first);
    RunLog log = RunLog.create(directory);
    reports.files.add(log::close);
    reports.listeners.add(log);
    reports.listeners.add(new JunitXml(reports.file(directory.resolve(JUNIT))));
    reports.add(formats);
    return reports;
  }

  /**
   * The reports of a stored run.
   *
   * @param directory where it is stored
   * @throws ReportException if one cannot be written
   */
  static RunReports again(Path directory, FormatOptions formats) {
    RunReports reports = new RunReports(directory);
    reports.add(formats);
    return reports;
  }

  private void add(FormatOptions options) {
    for (OutputFormat format : options.formats()) {
      OutputStream to = format.file().map(this::file).orElse(System.out);
      boolean colour = format.file().isEmpty() && Terminal.colour();
      listeners.add(renderer(format.kind(), to, colour, options.kcidbBuild()));
    }
    if (!options.haveStdout()) {
      listeners.add(console(System.out, Terminal.colour()));
    }
  }

  private RunListener renderer(
      OutputFormat.Kind kind, OutputStream to, boolean colour, Optional<String> kcidbBuild) {
    return switch (kind) {
      case CONSOLE -> console(to, colour);
      case KTAP -> new Ktap(to, directory.toString(), System.getenv("KSFT_TAP_LEVEL") != null);
      case JUNIT -> new JunitXml(to);
      case JSONL -> new JsonLines(to);
      case KCIDB -> new Kcidb(to, kcidbBuild);
      case GITHUB -> github(to);
      case HTML -> new HtmlReport(to, directory.toString());
    };
  }

  private RunListener console(OutputStream to, boolean colour) {
    PrintStream out = new PrintStream(to, true, StandardCharsets.UTF_8);
    return new ConsoleSummary(out, directory.toString(), colour);
  }

  /** Annotations, and the job's page if the runner names a file for it. */
  private RunListener github(OutputStream to) {
    List<RunListener> both = new ArrayList<>(List.of(new Github(to, directory.toString())));
    Optional.ofNullable(System.getenv("GITHUB_STEP_SUMMARY"))
        .filter(name -> !name.isEmpty())
        .ifPresent(name -> both.add(page(Path.of(name))));
    return RunListener.all(both);
  }

  private RunListener page(Path file) {
    try {
      OutputStream to =
          Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      files.add(to);
      long room = GithubSummary.MAX_BYTES - Files.size(file);
      return new GithubSummary(to, directory.toString(), room);
    } catch (IOException e) {
      throw ReportException.cannotWrite(file, e);
    }
  }

  private OutputStream file(Path file) {
    OutputStream stream = ReportFile.open(file);
    files.add(stream);
    return stream;
  }

  @Override
  public void on(RunEvent event) {
    List<ReportException> failures = new ArrayList<>(0);
    for (Iterator<RunListener> each = listeners.iterator(); each.hasNext(); ) {
      try {
        each.next().on(event);
      } catch (ReportException e) {
        each.remove();
        failures.add(e);
      }
    }
    throwFirst(failures);
  }

  @Override
  public void close() {
    List<ReportException> failures = new ArrayList<>(0);
    for (Closeable file : files) {
      try {
        file.close();
      } catch (ReportException e) {
        failures.add(e);
      } catch (IOException e) {
        failures.add(ReportException.cannotWrite(directory, e));
      }
    }
    throwFirst(failures);
  }

  private static void throwFirst(List<ReportException> failures) {
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }
}
