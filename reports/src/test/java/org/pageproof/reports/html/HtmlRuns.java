package org.pageproof.reports.html;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.pageproof.reports.CampaignFacts;
import org.pageproof.reports.DivergenceFolder;
import org.pageproof.reports.HmmScenarios;
import org.pageproof.reports.InterfaceReports;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunEvent.ListedRule;
import org.pageproof.reports.RunEvent.Origin;
import org.pageproof.reports.RunEvent.RoundFinished;
import org.pageproof.reports.RunEvent.RunFinished;
import org.pageproof.reports.RunEvent.RunStarted;
import org.pageproof.reports.RunEvent.ShardMerged;
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
    runs.put("baseline", baseline());
    runs.put("merged", merged());
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
    return run(summary(RunVerdict.CONFORMS, List.of(), Map.of(), List.of()));
  }

  static List<RunEvent> known() {
    return run(summary(RunVerdict.CONFORMS, List.of(), Map.of("UFFD-COPY-OLD", 3L), List.of()));
  }

  static List<RunEvent> diverging() {
    return diverging(InterfaceReports.userfaultfd(), Scenarios.wronglyCopied().judgement());
  }

  /** A divergence that the baseline has, one that it has not, and one that was not met. */
  static List<RunEvent> baseline() {
    List<RunEvent> other = diverging();
    DivergenceFound known = (DivergenceFound) Runs.diverging().get(1);
    DivergenceFound news = (DivergenceFound) other.get(2);
    RunSummary summary =
        summary(
            RunVerdict.DIVERGES,
            List.of(distinct(known, true), distinct(news, false)),
            Map.of(),
            List.of("open UFFD-OPEN-OK out: other"));
    List<RunEvent> run = run(summary);
    run.addAll(2, List.of(known, news, other.get(3)));
    return run;
  }

  /** Two shards of three, one without rounds and one with traces that led to no verdict. */
  static List<RunEvent> merged() {
    RunSummary nothing = RunSummary.skipped("no sequence was executed: this shard has no round");
    List<RunEvent> run = new ArrayList<>(run(((RunFinished) Runs.inconclusive().get(2)).summary()));
    RunStarted any = (RunStarted) run.get(0);
    run.set(0, ofShards(any, List.of(0, 2), 3));
    run.removeIf(RoundFinished.class::isInstance);
    List<RoundFinished> rounds =
        List.of(
            new RoundFinished(0, Long.MIN_VALUE, 512, 11_000, 0),
            new RoundFinished(3, Long.MAX_VALUE, 1024, 22_000, 0));
    RunSummary undecided = ((RunFinished) run.get(run.size() - 1)).summary();
    run.add(run.size() - 1, ShardMerged.of(0, rounds, undecided));
    run.add(run.size() - 1, ShardMerged.of(2, List.of(), nothing));
    return run;
  }

  private static RunStarted ofShards(RunStarted run, List<Integer> shards, int count) {
    CampaignFacts facts = run.campaign();
    return new RunStarted(
        run.checked(),
        run.start(),
        run.environment(),
        run.options(),
        run.seed(),
        run.reason(),
        new CampaignFacts(
            facts.vocabulary(),
            facts.limit(),
            facts.maxCommands(),
            facts.pages(),
            facts.known(),
            shards,
            count));
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
    List<RunEvent> run =
        run(
            summary(
                RunVerdict.DIVERGES,
                List.of(distinct(found, false)),
                Map.of("UFFD-COPY-OLD", 3L),
                List.of()));
    run.add(2, found);
    run.add(3, folder.trace(judgement, found));
    return run;
  }

  private static RunSummary.Distinct distinct(DivergenceFound found, boolean inBaseline) {
    return new RunSummary.Distinct(
        found.fingerprint(), 12, 3, 99, 5, 101, inBaseline, found.folder());
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
      RunVerdict verdict,
      List<RunSummary.Distinct> divergences,
      Map<String, Long> known,
      List<String> baselineGone) {
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
        baselineGone);
  }
}
