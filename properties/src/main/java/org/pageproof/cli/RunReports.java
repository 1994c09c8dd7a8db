package org.pageproof.cli;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pageproof.reports.ReportException;
import org.pageproof.reports.RunListener;
import org.pageproof.reports.RunLog;
import org.pageproof.reports.format.ConsoleSummary;
import org.pageproof.reports.format.JunitXml;

/** The reports of one run, which all listen to the same events, and the files behind them. */
final class RunReports implements AutoCloseable {
  private final Path directory;
  private final List<RunListener> listeners = new ArrayList<>();
  private final List<Closeable> files = new ArrayList<>();

  private RunReports(Path directory) {
    this.directory = directory;
  }

  /**
   * Opens every file, so that one that cannot be written is found before anything runs.
   *
   * @throws ReportException if one cannot be written
   */
  static RunReports open(Path directory, List<OutputFormat> formats) {
    RunReports reports = new RunReports(directory);
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
    try {
      OutputStream stream = Files.newOutputStream(file);
      files.add(stream);
      return stream;
    } catch (IOException e) {
      throw ReportException.cannotWrite(file, e);
    }
  }

  /** All reports and one more listener, which hears first. */
  RunListener with(RunListener first) {
    List<RunListener> all = new ArrayList<>(List.of(first));
    all.addAll(listeners);
    return RunListener.all(all);
  }

  @Override
  public void close() {
    for (Closeable file : files) {
      try {
        file.close();
      } catch (IOException e) {
        throw ReportException.cannotWrite(directory, e);
      }
    }
  }
}
