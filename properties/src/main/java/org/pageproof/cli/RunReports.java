package org.pageproof.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.pageproof.reports.ReportException;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunListener;
import org.pageproof.reports.RunLog;
import org.pageproof.reports.format.ConsoleSummary;
import org.pageproof.reports.format.JunitXml;
import org.pageproof.sut.HarnessException;

/**
 * The reports of one run, which all listen to the same events, and the files behind them. One that
 * fails does not keep the others from being written; it hears no more.
 */
final class RunReports implements AutoCloseable, RunListener {
  private final Path directory;
  private final List<RunListener> listeners = new ArrayList<>();
  private final List<Closeable> files = new ArrayList<>();

  private RunReports(Path directory) {
    this.directory = directory;
  }

  /**
   * Opens every file, so that one that cannot be written is found before anything runs.
   *
   * @param first hears of each event first
   * @throws ReportException if one cannot be written
   */
  static RunReports open(Path directory, List<OutputFormat> formats, RunListener first) {
    RunReports reports = new RunReports(directory);
    reports.listeners.add(first);
    RunLog log = RunLog.create(directory);
    reports.files.add(log::close);
    reports.listeners.add(log);
    reports.listeners.add(new JunitXml(reports.file(directory.resolve("junit.xml"))));
    for (OutputFormat format : formats) {
      OutputStream to = format.file().map(reports::file).orElse(System.out);
      reports.add(format.kind(), to, format.file().isEmpty() && Terminal.colour());
    }
    if (formats.stream().noneMatch(format -> format.file().isEmpty())) {
      reports.add(OutputFormat.Kind.CONSOLE, System.out, Terminal.colour());
    }
    return reports;
  }

  private void add(OutputFormat.Kind kind, OutputStream to, boolean colour) {
    listeners.add(
        switch (kind) {
          case CONSOLE ->
              new ConsoleSummary(
                  new PrintStream(to, true, StandardCharsets.UTF_8), directory.toString(), colour);
          case JUNIT -> new JunitXml(to);
        });
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
    if (System.out.checkError()) {
      throw new HarnessException("cannot write to stdout");
    }
  }

  private static void throwFirst(List<ReportException> failures) {
    if (!failures.isEmpty()) {
      throw failures.get(0);
    }
  }
}
