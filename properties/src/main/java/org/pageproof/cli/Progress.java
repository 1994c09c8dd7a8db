package org.pageproof.cli;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunListener;
import org.pageproof.reports.words.Counted;

/** Shows on stderr how far a run is: a bar on a terminal, otherwise a line now and then. */
final class Progress implements RunListener {
  private static final long LINE_INTERVAL_NANOS = Duration.ofSeconds(10).toNanos();

  private final PrintStream err;
  private final LongSupplier nanoTime;
  private final long start;
  private final Optional<Duration> budget;
  private final Optional<ProgressBar> bar;
  private long nextLine;

  /**
   * Begins to show progress.
   *
   * @param sequences how many sequences are run; empty if time decides
   * @param budget how long the run takes; empty if the sequences decide
   */
  Progress(
      PrintStream err,
      LongSupplier nanoTime,
      Optional<Long> sequences,
      Optional<Duration> budget,
      boolean terminal) {
    this.err = err;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
    this.budget = budget;
    this.nextLine = start + LINE_INTERVAL_NANOS;
    long max = budget.map(Duration::toSeconds).or(() -> sequences).orElse(-1L);
    this.bar =
        terminal
            ? Optional.of(
                new ProgressBarBuilder()
                    .setTaskName("checking")
                    .setUnit(budget.isPresent() ? "s" : " sequences", 1)
                    .setInitialMax(max)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setConsumer(new ConsoleProgressBarConsumer(err))
                    .build())
            : Optional.empty();
  }

  @Override
  public void on(RunEvent event) {
    if (event instanceof RunEvent.RoundFinished round) {
      long now = nanoTime.getAsLong();
      long done =
          budget.isPresent() ? Duration.ofNanos(now - start).toSeconds() : round.sequences();
      bar.ifPresent(shown -> shown.stepTo(done).setExtraMessage(text(round)));
      if (bar.isEmpty() && now >= nextLine) {
        nextLine = now + LINE_INTERVAL_NANOS;
        err.println("checking: " + text(round));
      }
    }
  }

  private static String text(RunEvent.RoundFinished round) {
    return Counted.of(round.sequences(), "sequence")
        + ", "
        + Counted.of(round.commands(), "command");
  }

  /** Shows no more, so that other output may follow. */
  void end() {
    bar.ifPresent(ProgressBar::close);
  }
}
