package org.pageproof.reports.format;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunSummary;

/**
 * Annotations for GitHub Actions, as workflow commands: errors for divergences and a broken
 * harness, warnings for what could not be decided, notices for known divergences and what was
 * skipped. GitHub shows the first ten of a kind in a step, so no more are written.
 */
public final class Github extends Afterwards {
  /** The number of annotations of one kind that are written. */
  static final int MAX_OF_A_KIND = 10;

  private final Lines out;
  private final String reportDirectory;

  /**
   * Writes to this stream, which is not closed.
   *
   * @param reportDirectory the report directory as the user wrote it
   */
  public Github(OutputStream to, String reportDirectory) {
    this.out = new Lines(to);
    this.reportDirectory = reportDirectory;
  }

  @Override
  void finish(RunSummary summary) {
    List<Annotation> errors = new ArrayList<>();
    List<Annotation> warnings = new ArrayList<>();
    List<Annotation> notices = new ArrayList<>();
    for (Result result : story.results(summary)) {
      Annotation plain = new Annotation(result.name(), result.reason());
      switch (result.outcome()) {
        case CONFORMS -> {}
        case DIVERGES -> errors.addAll(annotations(result, plain));
        case BROKEN -> errors.add(0, new Annotation("the harness failed", result.reason()));
        case INCONCLUSIVE -> warnings.add(plain);
        case KNOWN, GONE, SKIPPED -> notices.add(plain);
      }
    }
    write("error", errors);
    write("warning", warnings);
    write("notice", notices);
  }

  private record Annotation(String title, String message) {}

  private List<Annotation> annotations(Result result, Annotation plain) {
    List<Annotation> each = result.divergences().stream().map(this::annotation).toList();
    return each.isEmpty() ? List.of(plain) : each;
  }

  private Annotation annotation(DivergenceFound found) {
    List<String> lines = new ArrayList<>(found.sequence());
    lines.set(found.step(), "> " + lines.get(found.step()));
    lines.add("expected " + found.expected());
    lines.add("observed " + found.observed());
    lines.add("see " + reportDirectory + "/" + found.folder());
    return new Annotation(found.title(), String.join("\n", lines));
  }

  private void write(String kind, List<Annotation> annotations) {
    boolean all = annotations.size() <= MAX_OF_A_KIND;
    for (Annotation each : annotations.subList(0, all ? annotations.size() : MAX_OF_A_KIND - 1)) {
      command(kind, each);
    }
    if (!all) {
      int more = annotations.size() - MAX_OF_A_KIND + 1;
      command(kind, new Annotation(more + " more", "see " + reportDirectory));
    }
  }

  private void command(String kind, Annotation annotation) {
    String title = story.header().checked() + ": " + annotation.title();
    out.line("::" + kind + " title=" + property(title) + "::" + data(annotation.message()));
  }

  /** What a command's message may hold; the runner turns it back. */
  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
