package org.pageproof.reports.format;

import java.io.OutputStream;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunListener;
import org.pageproof.reports.RunSummary;
import org.pageproof.vocabulary.Environment;

/**
 * KTAP version 1 (Documentation/dev-tools/ktap.rst): one test, the interface, with a subtest for
 * each property and each known divergence. Divergences are told as they are found. The subtests'
 * plan must come before them and their number is known only in the end, so results come then.
 *
 * <p>Only SKIP changes a status for the kernel's own parser, so a known divergence is {@code ok}
 * with XFAIL.
 */
public final class Ktap implements RunListener {
  private static final String VERSION = "KTAP version 1";

  private final Lines out;
  private final String reportDirectory;
  private final boolean nested;
  private final Story story = new Story();
  private boolean bailedOut;

  /**
   * Writes to this stream, which is not closed.
   *
   * @param reportDirectory the report directory as the user wrote it
   * @param nested whether a kernel selftest runner that wrote the version line runs this
   */
  public Ktap(OutputStream to, String reportDirectory, boolean nested) {
    this.out = new Lines(to);
    this.reportDirectory = reportDirectory;
    this.nested = nested;
  }

  @Override
  public void on(RunEvent event) {
    story.on(event);
    if (event instanceof RunEvent.RunStarted || event instanceof RunEvent.RunSkipped) {
      begin(story.header());
    } else if (event instanceof DivergenceFound divergence) {
      diverges(divergence);
    } else if (event instanceof RunEvent.HarnessFailed failure) {
      out.line("Bail out! " + text(failure.reason()));
      bailedOut = true;
    } else if (event instanceof RunEvent.RunFinished finished && !bailedOut) {
      finish(finished.summary());
    }
  }

  private void begin(Story.Header header) {
    if (!nested) {
      out.line(VERSION);
    }
    out.line("1..1");
    note("pageproof " + header.tool() + where(header.environment()) + " seed=" + header.seed());
    note(header.options());
  }

  private static String where(Optional<Environment> environment) {
    return environment
        .map(
            e ->
                " sut="
                    + e.sut()
                    + " release="
                    + e.profile().release().text()
                    + " machine="
                    + e.machine()
                    + (e.faults().isEmpty() ? "" : " faults=" + String.join(",", e.faults())))
        .orElse("");
  }

  private void diverges(DivergenceFound divergence) {
    note("divergence " + divergence.title());
    for (int i = 0; i < divergence.sequence().size(); i++) {
      note((i == divergence.step() ? "> " : "  ") + i + "  " + divergence.sequence().get(i));
    }
    note("  expected " + divergence.expected());
    note("  observed " + divergence.observed());
    note("  replay: " + divergence.replay(reportDirectory));
  }

  private void finish(RunSummary summary) {
    List<Result> results = story.results(summary);
    String name = Result.identifier(story.header().checked());
    if (results.stream().allMatch(result -> result.outcome() == Outcome.SKIPPED)) {
      out.line("ok 1 " + name + " # SKIP " + text(results.get(0).reason()));
    } else {
      out.line("  " + VERSION);
      out.line("  1.." + results.size());
      for (int i = 0; i < results.size(); i++) {
        out.line("  " + line(i + 1, results.get(i)));
      }
      out.line(whole(name, results));
    }
    totals(results);
  }

  private static String line(int number, Result result) {
    String line = number + " " + result.identifier();
    String why = " " + text(result.reason());
    return switch (result.outcome()) {
      case CONFORMS -> "ok " + line;
      case DIVERGES -> "not ok " + line;
      case KNOWN -> "ok " + line + " # XFAIL" + why;
      case GONE -> "ok " + line + " # XPASS" + why;
      case SKIPPED -> "ok " + line + " # SKIP" + why;
      case INCONCLUSIVE, BROKEN -> "not ok " + line + " # ERROR" + why;
    };
  }

  /** Many parsers read no other result line, so it says all that matters. */
  private static String whole(String name, List<Result> results) {
    if (any(results, Outcome.DIVERGES)) {
      return "not ok 1 " + name;
    }
    return results.stream()
        .filter(result -> result.outcome() == Outcome.INCONCLUSIVE)
        .findFirst()
        .map(result -> "not ok 1 " + name + " # ERROR " + text(result.reason()))
        .orElse("ok 1 " + name);
  }

  private static boolean any(Collection<Result> results, Outcome outcome) {
    return results.stream().anyMatch(result -> result.outcome() == outcome);
  }

  private void totals(List<Result> results) {
    Map<Outcome, Integer> count = new EnumMap<>(Outcome.class);
    results.forEach(result -> count.merge(result.outcome(), 1, Integer::sum));
    note(
        "Totals: pass:"
            + count.getOrDefault(Outcome.CONFORMS, 0)
            + " fail:"
            + count.getOrDefault(Outcome.DIVERGES, 0)
            + " xfail:"
            + count.getOrDefault(Outcome.KNOWN, 0)
            + " xpass:"
            + count.getOrDefault(Outcome.GONE, 0)
            + " skip:"
            + count.getOrDefault(Outcome.SKIPPED, 0)
            + " error:"
            + count.getOrDefault(Outcome.INCONCLUSIVE, 0));
  }

  private void note(String text) {
    out.line("# " + text);
  }

  /** A second number sign in a line could be taken for a directive. */
  private static String text(String reason) {
    return reason.replace("#", "\\#");
  }
}
