package org.pageproof.reports.format;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunListener;

/** A run as a format tells it. */
final class Rendered {
  private Rendered() {}

  static String text(List<RunEvent> run, Function<OutputStream, RunListener> format) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    RunListener renderer = format.apply(bytes);
    run.forEach(renderer::on);
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
