package org.pageproof.reports.format;

import java.io.OutputStream;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunListener;
import org.pageproof.reports.RunLog;

/** The event stream itself, as {@link RunLog} stores it; the stream is not closed. */
public final class JsonLines implements RunListener {
  private final Lines to;

  /** Writes to this stream. */
  public JsonLines(OutputStream to) {
    this.to = new Lines(to);
  }

  @Override
  public void on(RunEvent event) {
    to.bytes(RunLog.line(event));
  }
}
