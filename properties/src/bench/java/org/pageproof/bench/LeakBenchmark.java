package org.pageproof.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunSummary;
import org.pageproof.sut.driver.WorkerSut;
import org.pageproof.sut.kernel.KernelOptions;
import org.pageproof.sut.kernel.KernelSut;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * What driver and worker hold after many sequences, against what they held after a few: {@code
 * LeakBenchmark SEQUENCES recycled|kept}. With {@code recycled}, workers are replaced as in every
 * run; with {@code kept}, one worker executes all sequences.
 */
final class LeakBenchmark {
  private static final int FEW = 2048;
  private static final double MAX_MEGABYTES = 400;
  private static final long PATIENCE_NANOS = 5_000_000_000L;

  private final long driver = ProcessHandle.current().pid();
  private final String name;
  private final KernelOptions options;
  private double driverPeak;
  private double workerPeak;

  private LeakBenchmark(String name) {
    KernelOptions standard = KernelOptions.standard("bench");
    this.name = name;
    this.options = name.equals("kept") ? standard.withRecycleAfter(Integer.MAX_VALUE) : standard;
  }

  /** Runs the benchmark. */
  public static void main(String[] args) throws IOException {
    Optional<String> unavailable = KernelSut.unavailableBecause();
    if (unavailable.isPresent()) {
      Target.skip("memory and leaks", unavailable.get());
      return;
    }
    new LeakBenchmark(args[1]).run(Integer.parseInt(args[0]));
  }

  private void run(int sequences) throws IOException {
    Path reports = Files.createTempDirectory("reports-");
    runThenClose(reports, FEW); // loads classes and opens jars
    List<Path> files = Temporary.files();
    ProcessState before = ProcessState.of(driver);
    runThenClose(reports, sequences);
    compare("driver when its worker was closed", driver, before);
    Target.atMost(text("temporary files left"), Temporary.files().size() - files.size(), 0);
    Target.atMost(
        text("MB resident, driver %.0f and worker %.0f at their peaks", driverPeak, workerPeak),
        driverPeak + workerPeak,
        MAX_MEGABYTES);
    Temporary.delete(reports);
  }

  /** Executes a few sequences, then many, and compares the worker and the driver. */
  private void runThenClose(Path reports, int sequences) throws IOException {
    try (WorkerSut<UffdCommand> sut = KernelSut.start(options)) {
      Campaigns<UffdState, UffdCommand> campaigns =
          new Campaigns<>(Tested.userfaultfd(), sut, reports, this::on);
      campaigns.run(1, FEW);
      ProcessState driverBefore = ProcessState.of(driver);
      ProcessState workerBefore = ProcessState.of(worker());
      long first = worker();
      RunSummary summary = campaigns.run(2, sequences);
      if (sequences > FEW) {
        report(summary, first == worker());
        compare("worker", worker(), workerBefore);
        compare("driver", driver, driverBefore);
        System.out.printf(
            "MB resident at the end: driver %.0f, worker %.0f%n",
            ProcessState.megabytes(driver, "VmRSS"), ProcessState.megabytes(worker(), "VmRSS"));
      }
    }
  }

  private static void report(RunSummary summary, boolean sameWorker) {
    RunSummary.Counts counts = summary.counts();
    System.out.printf(
        Locale.ROOT,
        "%,d sequences, %,d commands, %,.0f commands/s, %s; %s%n",
        counts.sequences(),
        counts.commands(),
        counts.commands() / counts.seconds(),
        sameWorker ? "by one worker" : "by several workers",
        summary.verdict());
  }

  /** After each round: how large are they now? */
  private void on(RunEvent event) {
    if (event instanceof RunEvent.RoundFinished) {
      try {
        driverPeak = Math.max(driverPeak, ProcessState.megabytes(driver, "VmHWM"));
        workerPeak = Math.max(workerPeak, ProcessState.megabytes(worker(), "VmHWM"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private static long worker() {
    return ProcessHandle.current().children().findFirst().orElseThrow().pid();
  }

  private void compare(String who, long pid, ProcessState before) throws IOException {
    ProcessState after = settled(pid, before);
    System.out.println(who + " before: " + before.describe());
    System.out.println(who + " after:  " + after.describe());
    int left = after.moreThan(before);
    if (left > 0) {
      System.out.println(who + " has more: " + after.newKinds(before));
    }
    Target.atMost(
        text("descriptors, mapped files, arena mappings, threads, children left in " + who),
        left,
        0);
  }

  /** What is released a moment after it was closed, or by a collection, is not left. */
  private static ProcessState settled(long pid, ProcessState before) throws IOException {
    long begin = System.nanoTime();
    ProcessState now = ProcessState.of(pid);
    while (now.moreThan(before) > 0 && System.nanoTime() - begin < PATIENCE_NANOS) {
      System.gc();
      now = ProcessState.of(pid);
    }
    return now;
  }

  private String text(String format, Object... values) {
    return String.format(Locale.ROOT, format, values) + " (workers " + name + ")";
  }
}
