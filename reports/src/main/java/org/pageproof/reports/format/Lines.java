package org.pageproof.reports.format;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.pageproof.reports.ReportException;

/** Writes lines in UTF-8, each at once; text from outside cannot break a line or hide in it. */
final class Lines {
  private final OutputStream to;

  Lines(OutputStream to) {
    this.to = to;
  }

  /** Writes a line; control characters become blanks. */
  void line(String text) {
    bytes((plain(text).stripTrailing() + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** Writes bytes as they are. */
  void bytes(byte[] bytes) {
    try {
      to.write(bytes);
      to.flush();
    } catch (IOException e) {
      throw new ReportException("cannot write a report: " + e.getMessage(), e);
    }
  }

  /** A text in one line. */
  static String plain(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u0085\\u2028\\u2029]", " ");
  }
}
