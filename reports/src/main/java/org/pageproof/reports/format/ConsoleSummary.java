package org.pageproof.reports.format;

import java.io.PrintStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunListener;
import org.pageproof.reports.RunSummary;
import org.pageproof.reports.RunSummary.Counts;
import org.pageproof.reports.RunVerdict;
import org.pageproof.reports.words.Counted;

/** What a person sees when a run ends. */
public final class ConsoleSummary implements RunListener {
  private static final String RESET = "\033[0m";

  private final PrintStream out;
  private final String reportDirectory;
  private final boolean colour;
  private final Map<String, DivergenceFound> found = new HashMap<>();
  private RunEvent.@Nullable RunStarted started;

  /**
   * Prints to this stream.
   *
   * @param reportDirectory the report directory as the user wrote it
   * @param colour whether to use colour codes
   */
  public ConsoleSummary(PrintStream out, String reportDirectory, boolean colour) {
    this.out = out;
    this.reportDirectory = reportDirectory;
    this.colour = colour;
  }

  @Override
  public void on(RunEvent event) {
    if (event instanceof RunEvent.RunStarted start) {
      started = start;
    } else if (event instanceof DivergenceFound divergence) {
      found.put(divergence.fingerprint(), divergence);
    } else if (event instanceof RunEvent.RunFinished finished) {
      print(finished.summary());
      out.flush();
    }
  }

  private void print(RunSummary summary) {
    for (RunSummary.Distinct distinct : summary.divergences()) {
      divergence(distinct);
    }
    summary.known().forEach(this::known);
    summary.gone().forEach(this::gone);
    summary.baselineGone().forEach(gone -> line("not met    " + gone + " (in the baseline)"));
    verdict(summary);
    counts(summary);
    line("report     " + reportDirectory);
  }

  private void verdict(RunSummary summary) {
    String where = "";
    if (started != null) {
      where =
          "  "
              + started.environment().sut()
              + " "
              + started.environment().profile().release().text()
              + ", seed "
              + started.seed();
    }
    String reason = summary.reason().isEmpty() ? "" : "  (" + summary.reason() + ")";
    String word = summary.verdict().word();
    out.print(colour ? code(summary.verdict()) + word + RESET : word);
    line(where + reason);
  }

  private static String code(RunVerdict verdict) {
    return switch (verdict) {
      case CONFORMS -> "\033[32m";
      case DIVERGES -> "\033[31m";
      case INCONCLUSIVE, SKIPPED -> "\033[33m";
    };
  }

  private void counts(RunSummary summary) {
    Counts counts = summary.counts();
    double rate = counts.commands() == 0 ? 0 : 100.0 * counts.succeeded() / counts.commands();
    line(
        String.format(
            Locale.ROOT,
            "executed   %s, %s (%.0f %% succeeded), %s, %.1f s",
            Counted.of(counts.sequences(), "sequence"),
            Counted.of(counts.commands(), "command"),
            rate,
            Counted.of(counts.executions(), "execution"),
            counts.seconds()));
    line(
        String.format(
            Locale.ROOT,
            "reached    %d of %s, %s",
            summary.rulesReached(),
            Counted.of(summary.applicableRules(), "rule"),
            Counted.of(summary.transitions().size(), "transition")));
    if (counts.inconclusive() > 0) {
      line(
          String.format(
              "undecided  %s, see %s/inconclusive-*.jsonl",
              Counted.of(counts.inconclusive(), "sequence"), reportDirectory));
    }
  }

  private void divergence(RunSummary.Distinct distinct) {
    @Nullable DivergenceFound details = found.get(distinct.fingerprint());
    String word = distinct.inBaseline() ? "baseline   " : "divergence ";
    line(word + (details == null ? distinct.fingerprint() : details.title()));
    if (details != null) {
      for (int i = 0; i < details.sequence().size(); i++) {
        line((i == details.step() ? "  > " : "    ") + i + "  " + details.sequence().get(i));
      }
      line("    expected " + details.expected());
      line("    observed " + details.observed());
    }
    line("    " + distinct.met());
    line("    see " + reportDirectory + "/" + distinct.folder());
    line("");
  }

  private void known(String rule, long count) {
    line("known      " + rule + ", met " + RunSummary.times(count));
  }

  private void gone(String rule, long count) {
    line(
        "gone?      "
            + rule
            + ", what is promised was observed instead "
            + RunSummary.times(count));
  }

  /** Text from outside must not command the terminal. */
  private void line(String text) {
    out.println(text.replaceAll("\\p{Cntrl}", " "));
  }
}
