package org.pageproof.reports.format;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunSummary;
import org.pageproof.reports.words.Counted;

/**
 * The Markdown that GitHub Actions shows on a job's page: a table of results and, for each
 * divergence, its minimal sequence to unfold. Divergences for which there is no room are counted.
 */
public final class GithubSummary extends Afterwards {
  /** GitHub refuses a step's summary that is larger, in bytes. */
  public static final int MAX_BYTES = 1 << 20;

  private static final int MAX_STEPS = 30;
  private static final int RESERVE = 200;

  private final Lines out;
  private final String reportDirectory;
  private final long room;

  /**
   * Writes to this stream, which is not closed.
   *
   * @param reportDirectory the report directory as the user wrote it
   * @param room how many bytes may be written
   */
  public GithubSummary(OutputStream to, String reportDirectory, long room) {
    this.out = new Lines(to);
    this.reportDirectory = reportDirectory;
    this.room = room;
  }

  @Override
  void finish(RunSummary summary) {
    out.bytes(bytes(markdown(summary)));
  }

  private String markdown(RunSummary summary) {
    StringBuilder text = new StringBuilder(head(summary));
    List<DivergenceFound> divergences = story.divergences();
    for (int i = 0; i < divergences.size(); i++) {
      String details = details(divergences.get(i));
      if (bytes(text + details).length > room - RESERVE) {
        text.append("\n").append(divergences.size() - i).append(" more in the report.\n");
        break;
      }
      text.append(details);
    }
    return bytes(text.toString()).length <= room ? text.toString() : "";
  }

  private String head(RunSummary summary) {
    Story.Header header = story.header();
    StringBuilder text = new StringBuilder();
    text.append("### Pageproof: ").append(cell(header.checked()));
    header.environment().ifPresent(e -> text.append(" of ").append(cell(e.sut())));
    header
        .environment()
        .ifPresent(e -> text.append(' ').append(cell(e.profile().release().text())));
    text.append("\n\n| what | outcome | why |\n|---|---|---|\n");
    for (Result result : story.results(summary)) {
      text.append("| ").append(cell(result.name())).append(" | ");
      text.append(result.outcome().name().toLowerCase(Locale.ROOT)).append(" | ");
      text.append(cell(result.reason())).append(" |\n");
    }
    RunSummary.Counts counts = summary.counts();
    text.append('\n').append(Counted.of(counts.sequences(), "sequence")).append(", ");
    text.append(Counted.of(counts.commands(), "command")).append(", ");
    text.append(summary.rulesReached()).append(" of ");
    text.append(Counted.of(summary.applicableRules(), "rule")).append(" reached; seed ");
    return text.append(header.seed()).append(", Pageproof ").append(cell(header.tool())) + ".\n";
  }

  private String details(DivergenceFound found) {
    StringBuilder text = new StringBuilder();
    text.append("\n<details><summary>").append(html(found.title())).append("</summary>\n\n");
    int from = Math.max(0, found.step() + 1 - MAX_STEPS);
    if (from > 0) {
      text.append("    …\n");
    }
    for (int i = from; i <= found.step(); i++) {
      text.append(i == found.step() ? "    > " : "      ").append(i).append("  ");
      text.append(Lines.plain(found.sequence().get(i))).append('\n');
    }
    text.append("    expected ").append(Lines.plain(found.expected())).append('\n');
    text.append("    observed ").append(Lines.plain(found.observed())).append('\n');
    text.append("\n    ").append(Lines.plain(found.replay(reportDirectory))).append('\n');
    return text.append("\n</details>\n").toString();
  }

  /** Text that Markdown and HTML take for nothing but text. */
  private static String cell(String text) {
    return html(text).replaceAll("([\\\\`*_\\[\\]|~#])", "\\\\$1");
  }

  private static String html(String text) {
    return Lines.plain(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
