package org.pageproof.reports;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run found.
 *
 * @param verdict the verdict of the whole run
 * @param reason why it is inconclusive or skipped, in one line; otherwise empty
 * @param counts how much was done
 * @param rules how often each rule was reached, by rule id
 * @param applicableRules the number of rules that hold for the profile at hand
 * @param transitions how often each transition was seen, by {@code command | situation | rule id}
 * @param divergences the distinct divergences, in the order in which they were met
 * @param known how often each known divergence was met, by rule id
 * @param gone how often a known divergence that was never met was to be expected and what is
 *     promised was observed instead, by rule id; one that was met too depends on chance
 */
public record RunSummary(
    RunVerdict verdict,
    String reason,
    Counts counts,
    Map<String, Long> rules,
    int applicableRules,
    Map<String, Long> transitions,
    List<Distinct> divergences,
    Map<String, Long> known,
    Map<String, Long> gone) {

  /**
   * How much was done.
   *
   * @param sequences the sequences that were judged
   * @param commands the commands in them
   * @param succeeded the commands that the kernel did not refuse
   * @param inconclusive the sequences that could not be judged, or did not repeat
   * @param executions the sequences that were executed, shrinking and confirmation included
   * @param seconds how long the run took
   */
  public record Counts(
      long sequences,
      long commands,
      long succeeded,
      long inconclusive,
      long executions,
      double seconds) {}

  /**
   * A distinct divergence.
   *
   * @param fingerprint its identity
   * @param count how often it was met
   * @param firstRound the round in which it was first met
   * @param firstSeed that round's seed
   * @param folder the folder's name within the report directory
   */
  public record Distinct(
      String fingerprint, long count, long firstRound, long firstSeed, String folder) {}

  /** Copies and sorts, so that the same run is always written the same way. */
  public RunSummary {
    rules = sorted(rules);
    transitions = sorted(transitions);
    divergences = List.copyOf(divergences);
    known = sorted(known);
    Map<String, Long> neverMet = new TreeMap<>(gone);
    neverMet.keySet().removeAll(known.keySet());
    gone = sorted(neverMet);
  }

  /** What is left to say where nothing could be tested. */
  public static RunSummary skipped(String reason) {
    return new RunSummary(
        RunVerdict.SKIPPED,
        reason,
        new Counts(0, 0, 0, 0, 0, 0),
        Map.of(),
        0,
        Map.of(),
        List.of(),
        Map.of(),
        Map.of());
  }

  /** The number of rules that were reached at least once. */
  public long rulesReached() {
    return rules.values().stream().filter(count -> count > 0).count();
  }

  private static Map<String, Long> sorted(Map<String, Long> map) {
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }
}
