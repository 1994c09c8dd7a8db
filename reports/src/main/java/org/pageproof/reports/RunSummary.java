package org.pageproof.reports;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a run found.
 *
 * @param verdict the verdict of the whole run
 * @param reason why it is inconclusive or skipped, or if it diverges, what else it could not
 *     decide; in one line, or empty
 * @param counts how much was done
 * @param rules how often each rule was reached, by rule id
 * @param applicableRules the number of rules that hold for the profile at hand
 * @param transitions how often each transition was seen, by {@code command | situation | rule id}
 * @param shortest where each transition was met after the fewest commands, by the same key
 * @param divergences the distinct divergences, in the order in which they were met
 * @param known how often each known divergence was met, by rule id
 * @param gone how often a known divergence that was never met was to be expected and what is
 *     promised was observed instead, by rule id; one that was met too depends on chance
 * @param baselineGone the fingerprints of the baseline that were not met
 */
public record RunSummary(
    RunVerdict verdict,
    String reason,
    Counts counts,
    Map<String, Long> rules,
    int applicableRules,
    Map<String, Long> transitions,
    Map<String, Place> shortest,
    List<Distinct> divergences,
    Map<String, Long> known,
    Map<String, Long> gone,
    List<String> baselineGone) {

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
   * @param lastRound the round in which it was last met
   * @param lastSeed that round's seed
   * @param inBaseline whether the baseline has it, so that it does not make the run fail
   * @param folder the folder's name within the report directory
   */
  public record Distinct(
      String fingerprint,
      long count,
      long firstRound,
      long firstSeed,
      long lastRound,
      long lastSeed,
      boolean inBaseline,
      String folder) {
    /** How often and where it was met, in words. */
    public String met() {
      String last = lastRound == firstRound ? "" : ", last in " + round(lastRound, lastSeed);
      return "met " + times(count) + ", first in " + round(firstRound, firstSeed) + last;
    }

    private static String round(long round, long seed) {
      return "round " + round + " (round's seed " + seed + ")";
    }

    /** The same with another folder. */
    public Distinct inFolder(String newFolder) {
      return new Distinct(
          fingerprint, count, firstRound, firstSeed, lastRound, lastSeed, inBaseline, newFolder);
    }
  }

  /** Copies and sorts, so that the same run is always written the same way. */
  public RunSummary {
    rules = sorted(rules);
    transitions = sorted(transitions);
    shortest = sorted(shortest);
    divergences = List.copyOf(divergences);
    known = sorted(known);
    Map<String, Long> neverMet = new TreeMap<>(gone);
    neverMet.keySet().removeAll(known.keySet());
    gone = sorted(neverMet);
    baselineGone = List.copyOf(new TreeSet<>(baselineGone));
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
        Map.of(),
        List.of(),
        Map.of(),
        Map.of(),
        List.of());
  }

  /** A number of times in words. */
  public static String times(long count) {
    return count == 1 ? "once" : count + " times";
  }

  /** The number of rules that were reached at least once. */
  public long rulesReached() {
    return rules.values().stream().filter(count -> count > 0).count();
  }

  private static <V> Map<String, V> sorted(Map<String, V> map) {
    return Collections.unmodifiableMap(new TreeMap<>(map));
  }
}
