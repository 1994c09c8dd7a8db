package org.pageproof.properties;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.pageproof.reference.ReferenceModel;
import org.pageproof.reports.DivergenceFolder;
import org.pageproof.reports.InconclusiveTraces;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunListener;
import org.pageproof.reports.RunSummary;
import org.pageproof.reports.RunVerdict;
import org.pageproof.verdict.Judgement;
import org.pageproof.verdict.KnownDivergence;
import org.pageproof.verdict.RuleText;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Trace;

/** Counts what the main loop does and turns it into the events that reports are made of. */
public final class RunRecorder<S, C extends Command> implements ConformanceListener<S, C> {
  private static final double NANOS_PER_SECOND = 1e9;

  private final ReferenceModel<S, C> model;
  private final RunListener events;
  private final DivergenceFolder<C> folder;
  private final InconclusiveTraces<C> inconclusiveTraces;
  private final String property;
  private final long campaignSeed;
  private final Set<String> baseline;
  private final LongSupplier nanoTime;
  private final long start;

  private final Coverage coverage = new Coverage();
  private final Map<String, DivergenceFound> found = new LinkedHashMap<>();
  private final Map<String, Bucket> buckets = new HashMap<>();
  private final Map<String, Long> known = new TreeMap<>();
  private final Map<String, Long> gone = new TreeMap<>();
  private final List<String> reasons = new ArrayList<>();
  private String cutShort = "";
  private boolean broken;
  private long round;
  private long seed;
  private int sequenceInRound;
  private long sequences;
  private long commands;
  private long succeeded;
  private long executions;

  /**
   * A recorder of one run.
   *
   * @param property the name of the property that is checked, such as {@code kernel_conforms}
   * @param campaignSeed the seed that traces name, because it is what draws them again
   * @param baseline the fingerprints that do not make the run fail
   * @param nanoTime the clock, as {@link System#nanoTime}
   */
  public RunRecorder(
      ReferenceModel<S, C> model,
      RunListener events,
      DivergenceFolder<C> folder,
      InconclusiveTraces<C> inconclusiveTraces,
      String property,
      long campaignSeed,
      Set<String> baseline,
      LongSupplier nanoTime) {
    this.model = model;
    this.events = events;
    this.folder = folder;
    this.inconclusiveTraces = inconclusiveTraces;
    this.property = property;
    this.campaignSeed = campaignSeed;
    this.baseline = Set.copyOf(baseline);
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  @Override
  public void roundStarted(long newRound, long newSeed) {
    round = newRound;
    seed = newSeed;
    sequenceInRound = 0;
    coverage.at(round, sequenceInRound);
  }

  @Override
  public void roundFinished(long endedRound, long endedSeed) {
    events.on(new RunEvent.RoundFinished(endedRound, endedSeed, sequences, commands, found.size()));
  }

  @Override
  public void executed() {
    executions++;
  }

  @Override
  public void allowed(S state, C command, RuleText rule) {
    coverage.add(rule, command.kindName(), model.situation(state, command), command.id());
  }

  @Override
  public void gone(S state, C command, RuleText rule) {
    gone.merge(rule.id(), 1L, Long::sum);
  }

  @Override
  public void judged(Trace<C> trace, Verdict verdict) {
    sequenceInRound++;
    coverage.at(round, sequenceInRound);
    sequences++;
    executions++;
    for (Observation seen : trace.observations()) {
      commands++;
      boolean success =
          seen.reply() instanceof Reply.Returned || seen.reply() instanceof Reply.Blocked;
      succeeded += success ? 1 : 0;
    }
    if (verdict instanceof Verdict.Conforms conforms) {
      for (KnownDivergence divergence : conforms.known()) {
        known.merge(divergence.rule().id(), 1L, Long::sum);
      }
    }
  }

  @Override
  public void found(Finding<C> finding) {
    Judgement<C> judgement = seeded(finding.judgement());
    DivergenceFound event = folder.describe(judgement, new RunEvent.Origin(property, round, seed));
    found.put(event.fingerprint(), event);
    met(event.fingerprint());
    try {
      folder.write(judgement, event);
    } finally {
      events.on(event); // a folder that cannot be written must not hide what was found
      events.on(folder.trace(judgement, event));
    }
  }

  private Judgement<C> seeded(Judgement<C> judgement) {
    return new Judgement<>(
        judgement.trace().withSeed(campaignSeed), judgement.verdict(), judgement.steps());
  }

  @Override
  public void foundAgain(Trace<C> trace, Verdict.Diverges verdict) {
    met(verdict.divergence().fingerprint().toString());
  }

  private void met(String fingerprint) {
    buckets.merge(
        fingerprint,
        new Bucket(1, round, seed),
        (before, now) -> new Bucket(before.count() + 1, round, seed));
  }

  /** How often a divergence was met, and where last. */
  private record Bucket(long count, long lastRound, long lastSeed) {}

  @Override
  public void inconclusive(Trace<C> trace, String reason) {
    reasons.add(reason);
    inconclusiveTraces.keep(trace.withSeed(campaignSeed));
  }

  /** The run ends before it did all that was asked; without a divergence it decides nothing. */
  public void cutShort(String why) {
    cutShort = why;
  }

  /** The run ends early because the harness or the machine failed. */
  public void harnessFailed(String why) {
    cutShort(why);
    broken = true;
  }

  /** The run ends: tells the verdict and the summary. */
  public RunSummary finish(int applicableRules) {
    double seconds = (nanoTime.getAsLong() - start) / NANOS_PER_SECOND;
    RunSummary summary =
        new RunSummary(
            verdict(),
            reason(),
            new RunSummary.Counts(
                sequences, commands, succeeded, reasons.size(), executions, seconds),
            coverage.rules(),
            applicableRules,
            coverage.transitions(),
            coverage.shortest(),
            found.values().stream().map(this::distinct).toList(),
            known,
            gone,
            baseline.stream().filter(each -> !found.containsKey(each)).toList());
    List<RunEvent> last = new ArrayList<>();
    if (broken) {
      last.add(new RunEvent.HarnessFailed(cutShort));
    }
    last.add(new RunEvent.PropertyFinished(property, summary.verdict(), summary.reason(), seconds));
    last.add(new RunEvent.RunFinished(summary));
    tell(last);
    return summary;
  }

  /** Tells all of them, for the reports that can still be written; then what went wrong. */
  private void tell(List<RunEvent> last) {
    if (!last.isEmpty()) {
      try {
        events.on(last.get(0));
      } finally {
        tell(last.subList(1, last.size()));
      }
    }
  }

  private RunSummary.Distinct distinct(DivergenceFound event) {
    Bucket bucket =
        buckets.getOrDefault(
            event.fingerprint(), new Bucket(1, event.origin().round(), event.origin().seed()));
    return new RunSummary.Distinct(
        event.fingerprint(),
        bucket.count(),
        event.origin().round(),
        event.origin().seed(),
        bucket.lastRound(),
        bucket.lastSeed(),
        baseline.contains(event.fingerprint()),
        event.folder());
  }

  private boolean hasNews() {
    return !baseline.containsAll(found.keySet());
  }

  private RunVerdict verdict() {
    if (hasNews()) {
      return RunVerdict.DIVERGES;
    }
    if (!reasons.isEmpty() || !cutShort.isEmpty()) {
      return RunVerdict.INCONCLUSIVE;
    }
    return sequences == 0 ? RunVerdict.SKIPPED : RunVerdict.CONFORMS;
  }

  private String reason() {
    if (!cutShort.isEmpty()) {
      return "cut short: " + cutShort;
    }
    if (!reasons.isEmpty()) {
      return reasons.size() + " inconclusive, the first: " + reasons.get(0);
    }
    return sequences == 0 ? "no sequence was executed: this shard has no round" : "";
  }
}
