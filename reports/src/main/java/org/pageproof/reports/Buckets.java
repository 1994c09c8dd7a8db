package org.pageproof.reports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunSummary.Distinct;

/** One record for each distinct divergence, of several runs. */
final class Buckets {
  private Buckets() {}

  /**
   * The records of two runs together, in the order in which they were first met.
   *
   * @param found what is told of them, by fingerprint
   */
  static List<Distinct> merged(
      List<Distinct> one, List<Distinct> other, Map<String, DivergenceFound> found) {
    Map<String, Distinct> byFingerprint = new TreeMap<>();
    one.forEach(each -> byFingerprint.put(each.fingerprint(), each));
    other.forEach(each -> byFingerprint.merge(each.fingerprint(), each, Buckets::both));
    List<Distinct> merged = new ArrayList<>();
    for (Distinct each : byFingerprint.values()) {
      @Nullable DivergenceFound event = found.get(each.fingerprint());
      merged.add(event == null ? each : each.inFolder(event.folder()));
    }
    merged.sort(
        Comparator.comparingLong(Distinct::firstRound).thenComparing(Distinct::fingerprint));
    return merged;
  }

  private static Distinct both(Distinct one, Distinct other) {
    Distinct first = one.firstRound() <= other.firstRound() ? one : other;
    Distinct last = one.lastRound() >= other.lastRound() ? one : other;
    return new Distinct(
        one.fingerprint(),
        one.count() + other.count(),
        first.firstRound(),
        first.firstSeed(),
        last.lastRound(),
        last.lastSeed(),
        one.inBaseline() && other.inBaseline(),
        first.folder());
  }
}
