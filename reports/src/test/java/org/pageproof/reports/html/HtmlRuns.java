package org.pageproof.reports.html;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pageproof.reports.DivergenceFolder;
import org.pageproof.reports.HmmScenarios;
import org.pageproof.reports.InterfaceReports;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunEvent.ListedRule;
import org.pageproof.reports.RunEvent.Origin;
import org.pageproof.reports.RunSummary;
import org.pageproof.reports.RunVerdict;
import org.pageproof.reports.Runs;
import org.pageproof.reports.Scenarios;
import org.pageproof.verdict.Judgement;
import org.pageproof.verdict.RuleStatus;
import org.pageproof.verdict.RuleText;
import org.pageproof.vocabulary.Command;

/** Event streams of whole runs, with all that a page shows. */
final class HtmlRuns {
  private HtmlRuns() {}

  /** The golden runs by name. */
  static Map<String, List<RunEvent>> all() {
    Map<String, List<RunEvent>> runs = new LinkedHashMap<>();
    runs.put("pass", conforming());
    runs.put("known", known());
    runs.put("diverge", diverging());
    runs.put("died", died());
    runs.put("skipped", Runs.skipped());
    runs.put("inconclusive", Runs.inconclusive());
    runs.put("hostile", hostile());
    runs.put("without-steps", Runs.diverging());
    return runs;
  }

  static byte[] render(List<RunEvent> run) {
    ByteArrayOutputStream page = new ByteArrayOutputStream();
    HtmlReport report = new HtmlReport(page, "pageproof-report");
    run.forEach(report::on);
    return page.toByteArray();
  }

  static List<RunEvent> conforming() {
    return run(summary(RunVerdict.CONFORMS, List.of(), Map.of()));
  }

  static List<RunEvent> known() {
    return run(summary(RunVerdict.CONFORMS, List.of(), Map.of("UFFD-COPY-OLD", 3L)));
  }

  static List<RunEvent> diverging() {
    return diverging(InterfaceReports.userfaultfd(), Scenarios.wronglyCopied().judgement());
  }

  static List<RunEvent> died() {
    return diverging(InterfaceReports.hmm(), HmmScenarios.deadly().judgement());
  }

  static List<RunEvent> hostile() {
    List<RunEvent> run = new ArrayList<>(Runs.hostile());
    run.add(1, new RunEvent.RulesListed(List.of(new ListedRule(rule(Runs.HOSTILE), true))));
    run.add(1, new RunEvent.KernelFacts(Runs.HOSTILE, Runs.HOSTILE));
    return run;
  }

  private static <C extends Command> List<RunEvent> diverging(
      InterfaceReports<C> reports, Judgement<C> judgement) {
    DivergenceFolder<C> folder = new DivergenceFolder<>(Path.of("pageproof-report"), reports);
    DivergenceFound found = folder.describe(judgement, new Origin("kernel_conforms", 3, 99));
    RunSummary.Distinct distinct =
        new RunSummary.Distinct(found.fingerprint(), 12, 3, 99, 5, 101, false, found.folder());
    List<RunEvent> run =
        run(summary(RunVerdict.DIVERGES, List.of(distinct), Map.of("UFFD-COPY-OLD", 3L)));
    run.add(2, found);
    run.add(3, folder.trace(judgement, found));
    return run;
  }

  private static List<RunEvent> run(RunSummary summary) {
    List<RunEvent> run = new ArrayList<>();
    run.add(Runs.conforming().get(0));
    run.add(
        new RunEvent.RulesListed(
            List.of(
                new ListedRule(rule("UFFD-COPY-OK"), true),
                new ListedRule(rule("UFFD-COPY-EEXIST"), true),
                new ListedRule(rule("UFFD-COPY-OLD"), true),
                new ListedRule(rule("UFFD-COPY-NEW"), false),
                new ListedRule(rule("UFFD-OPEN-OK"), true))));
    run.add(new RunEvent.RoundFinished(0, 7, 50, 600, 0));
    run.add(new RunEvent.PropertyFinished("kernel_conforms", summary.verdict(), "", 1.25));
    run.add(new RunEvent.RunFinished(summary));
    return run;
  }

  private static RuleText rule(String id) {
    return new RuleText(id, "What it says.", "userfaultfd(2)", RuleStatus.QUIRK, "7.0 and later");
  }

  private static RunSummary summary(
      RunVerdict verdict, List<RunSummary.Distinct> divergences, Map<String, Long> known) {
    return new RunSummary(
        verdict,
        "",
        new RunSummary.Counts(100, 1234, 617, 0, 140, 4.5),
        Map.of("UFFD-COPY-OK", 5L, "UFFD-COPY-OLD", 3L, "UFFD-OPEN-OK", 100L),
        4,
        Map.of(
            "copy | ready / own absent | UFFD-COPY-OK", 5L,
            "copy | ready / own present | UFFD-COPY-OLD", 3L,
            "wake | ready / own absent | UFFD-WAKE-OK", 12345L,
            "open | closed | UFFD-OPEN-OK", 100L),
        Map.of(),
        divergences,
        known,
        Map.of(),
        List.of());
  }
}
