package org.pageproof.reports;

import java.util.List;
import java.util.Map;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunEvent.HarnessFailed;
import org.pageproof.reports.RunEvent.KernelFacts;
import org.pageproof.reports.RunEvent.Origin;
import org.pageproof.reports.RunEvent.Promise;
import org.pageproof.reports.RunEvent.PropertyFinished;
import org.pageproof.reports.RunEvent.RoundFinished;
import org.pageproof.reports.RunEvent.RunFinished;
import org.pageproof.reports.RunEvent.RunSkipped;
import org.pageproof.reports.RunEvent.RunStarted;

/** Event streams of whole runs. */
public final class Runs {
  /** Text that no format may take at its word. */
  public static final String HOSTILE = "]]> <&\"' \u0000\u001b[31m\uffff\ud800 \t\n */ %n %s";

  private static final RunStarted STARTED =
      new RunStarted(
          "userfaultfd",
          "2026-11-20T08:00:00Z",
          Scenario.userfaultfd().environment(),
          "--tries 100",
          42,
          "/dev/userfaultfd can be opened",
          new CampaignFacts("userfaultfd", "100 sequences", 40, 4, "report", List.of(0), 1));

  private Runs() {}

  public static List<RunEvent> conforming() {
    return List.of(
        STARTED,
        new RoundFinished(0, 7, 50, 600, 0),
        new PropertyFinished("kernel_conforms", RunVerdict.CONFORMS, "", 1.25),
        new RunFinished(summary(RunVerdict.CONFORMS, "", List.of(), Map.of("UFFD-COPY-OLD", 3L))));
  }

  public static List<RunEvent> diverging() {
    return List.of(
        STARTED,
        found("copy UFFD-COPY-OK reply: 0 -> EEXIST", "copy: reply should be 0, was EEXIST"),
        new PropertyFinished("kernel_conforms", RunVerdict.DIVERGES, "1 distinct divergence", 2),
        new PropertyFinished("replay_agrees", RunVerdict.CONFORMS, "", 0.5),
        new RunFinished(
            summary(
                RunVerdict.DIVERGES,
                "",
                List.of(
                    new RunSummary.Distinct(
                        "copy UFFD-COPY-OK reply: 0 -> EEXIST",
                        12,
                        3,
                        99,
                        5,
                        77,
                        false,
                        "uffd-copy-ok")),
                Map.of())));
  }

  public static List<RunEvent> skipped() {
    String reason = "userfaultfd(2) is not available: EPERM";
    return List.of(
        new RunSkipped("userfaultfd", "2026-11-20T08:00:00Z", "0.1.0", "--sut kernel", 42),
        new RunFinished(RunSummary.skipped(reason)));
  }

  public static List<RunEvent> inconclusive() {
    return List.of(
        STARTED,
        new PropertyFinished("kernel_conforms", RunVerdict.INCONCLUSIVE, "did not repeat", 3),
        new RunFinished(summary(RunVerdict.INCONCLUSIVE, "did not repeat", List.of(), Map.of())));
  }

  public static List<RunEvent> broken() {
    String reason = "the worker is gone";
    return List.of(
        STARTED,
        new KernelFacts("Linux version 6.18.0 (me@here) (gcc 12.2.0, GNU ld 2.40) #1", "0"),
        new HarnessFailed(reason),
        new PropertyFinished("kernel_conforms", RunVerdict.INCONCLUSIVE, "cut short: " + reason, 3),
        new RunFinished(
            summary(RunVerdict.INCONCLUSIVE, "cut short: " + reason, List.of(), Map.of())));
  }

  /** One of everything: a sequence of one command, and it is undecided too. */
  public static List<RunEvent> single() {
    DivergenceFound found =
        new DivergenceFound(
            new Origin("kernel_conforms", 0, 99),
            "map UFFD-MAP-OK reply: 0 -> ENOMEM",
            "map: reply should be 0, was ENOMEM",
            0,
            List.of("mmap r0p0+2"),
            "0",
            "ENOMEM",
            new Promise("UFFD-MAP-OK", "The pages are mapped.", "mmap(2)"),
            "uffd-map-ok",
            "The report.\n");
    RunSummary summary =
        new RunSummary(
            RunVerdict.DIVERGES,
            "",
            new RunSummary.Counts(1, 1, 0, 1, 1, 0.5),
            Map.of("UFFD-MAP-OK", 1L),
            1,
            Map.of("map | nothing | UFFD-MAP-OK", 1L),
            Map.of("map | nothing | UFFD-MAP-OK", new Place(0, 0, 1)),
            List.of(
                new RunSummary.Distinct(
                    found.fingerprint(), 1, 0, 99, 0, 99, false, found.folder())),
            Map.of(),
            Map.of(),
            List.of());
    return List.of(STARTED, found, new RunFinished(summary));
  }

  public static List<RunEvent> hostile() {
    return List.of(
        STARTED,
        found(HOSTILE, HOSTILE),
        new PropertyFinished("kernel_conforms", RunVerdict.DIVERGES, HOSTILE, 2),
        new PropertyFinished(HOSTILE, RunVerdict.INCONCLUSIVE, HOSTILE, 2),
        new RunFinished(
            summary(
                RunVerdict.DIVERGES,
                HOSTILE,
                List.of(new RunSummary.Distinct(HOSTILE, 1, 0, 1, 0, 1, false, "folder")),
                Map.of(HOSTILE, 1L))));
  }

  private static DivergenceFound found(String fingerprint, String title) {
    return new DivergenceFound(
        new Origin("kernel_conforms", 3, 99),
        fingerprint,
        title,
        1,
        List.of("mmap r0p0+2", "UFFDIO_COPY fd0 r0p0+1 " + title),
        "0, copy = 4096",
        "EEXIST, copy = -EEXIST " + title,
        new Promise("UFFD-COPY-OK", "The pages are filled. " + title, "UFFDIO_COPY(2const)"),
        "uffd-copy-ok",
        "The report.\n" + title + "\n");
  }

  private static RunSummary summary(
      RunVerdict verdict,
      String reason,
      List<RunSummary.Distinct> divergences,
      Map<String, Long> known) {
    return new RunSummary(
        verdict,
        reason,
        new RunSummary.Counts(100, 1234, 617, verdict == RunVerdict.INCONCLUSIVE ? 2 : 0, 140, 4.5),
        Map.of("UFFD-COPY-OK", 5L, "UFFD-OPEN-OK", 100L),
        103,
        Map.of("copy | fd0 ready | UFFD-COPY-OK", 5L),
        Map.of("copy | fd0 ready | UFFD-COPY-OK", new Place(0, 3, 4)),
        divergences,
        known,
        Map.of(),
        List.of());
  }
}
