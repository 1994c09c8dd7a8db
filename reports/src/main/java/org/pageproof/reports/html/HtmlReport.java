package org.pageproof.reports.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.pageproof.reports.ReportException;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunListener;

/**
 * One page that needs nothing else: no script, no font, no address outside itself. Written when the
 * run ends; the stream is not closed.
 */
public final class HtmlReport implements RunListener {
  private static final String SHEET = "report.css";

  private final OutputStream to;
  private final Told told;

  /**
   * Writes to this stream.
   *
   * @param reportDirectory the report directory as the user wrote it
   */
  public HtmlReport(OutputStream to, String reportDirectory) {
    this.to = to;
    this.told = new Told(reportDirectory);
  }

  @Override
  public void on(RunEvent event) {
    told.on(event);
    if (event instanceof RunEvent.RunFinished finished) {
      try {
        to.write(page(told.run(finished.summary())).getBytes(StandardCharsets.UTF_8));
        to.flush();
      } catch (IOException e) {
        throw new ReportException("cannot write the HTML report: " + e.getMessage(), e);
      }
    }
  }

  private static String page(Run run) throws IOException {
    Markup html = new Markup();
    html.open("html").attribute("lang", "en");
    head(html, run);
    html.open("body");
    new Overview(html, run).write();
    new Divergences(html, run).write();
    new RuleCoverage(html, run).write();
    new TransitionCoverage(html, run).write();
    new Shards(html, run).write();
    new Remainder(html, run).write();
    html.close().close();
    return html.page();
  }

  private static void head(Markup html, Run run) throws IOException {
    html.open("head");
    html.open("meta").attribute("charset", "utf-8").close();
    // Should an escape ever fail: nothing on this page may run or load.
    html.open("meta").attribute("http-equiv", "Content-Security-Policy");
    html.attribute("content", "default-src 'none'; style-src 'unsafe-inline'").close();
    html.open("meta").attribute("name", "viewport");
    html.attribute("content", "width=device-width, initial-scale=1").close();
    html.open("meta").attribute("name", "color-scheme");
    html.attribute("content", "light dark").close();
    html.leaf("title", "Pageproof: " + run.checked() + " " + run.summary().verdict().word());
    html.style(sheet());
    html.close();
  }

  private static String sheet() throws IOException {
    try (InputStream sheet = HtmlReport.class.getResourceAsStream(SHEET)) {
      if (sheet == null) {
        throw new IOException(SHEET + " is not in the jar");
      }
      return new String(sheet.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
