package org.pageproof.reports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunSummary.Distinct;

/**
 * What changed from one run to another. Only what cannot be chance is called a change: a rule that
 * does not hold on the other system at all, a divergence that is new, and one that was met so often
 * that it would have been met again. Transitions that merely were not drawn are counted.
 */
public final class RunComparison {
  /** What is rarer than this is not taken for chance. */
  private static final double CHANCE = 0.001;

  /** Later than any place. */
  private static final Place UNSEEN = new Place(0, 0, Integer.MAX_VALUE);

  private final StoredRun before;
  private final StoredRun after;
  private final Set<String> rulesBefore;
  private final Set<String> rulesAfter;

  /**
   * A comparison.
   *
   * @param rulesBefore the ids of the rules that hold for the first run's system
   * @param rulesAfter the ids of the rules that hold for the second run's system
   */
  public RunComparison(
      StoredRun before, StoredRun after, Set<String> rulesBefore, Set<String> rulesAfter) {
    this.before = before;
    this.after = after;
    this.rulesBefore = Set.copyOf(rulesBefore);
    this.rulesAfter = Set.copyOf(rulesAfter);
  }

  /**
   * Transitions with other rules than before.
   *
   * @param command the kind of command
   * @param situations the situations it met
   * @param witness a transition of the change
   * @param inAfter whether the witness is one of the second run
   */
  public record RuleChange(
      String command, Set<String> situations, String witness, boolean inAfter) {}

  /** The divergences of the second run that the first did not meet. */
  public List<DivergenceFound> appeared() {
    return after.found().values().stream()
        .filter(found -> !before.found().containsKey(found.fingerprint()))
        .toList();
  }

  /** The divergences of the first run that the second would have met if they were there. */
  public List<DivergenceFound> disappeared() {
    return before.summary().divergences().stream()
        .filter(met -> !after.found().containsKey(met.fingerprint()) && !mayBeChance(met))
        .flatMap(met -> before.found().values().stream().filter(isOf(met)))
        .toList();
  }

  /** The fingerprints that the second run did not meet, which says little. */
  public List<String> notMetAgain() {
    return before.summary().divergences().stream()
        .filter(met -> !after.found().containsKey(met.fingerprint()) && mayBeChance(met))
        .map(Distinct::fingerprint)
        .toList();
  }

  private static Predicate<DivergenceFound> isOf(Distinct met) {
    return found -> found.fingerprint().equals(met.fingerprint());
  }

  private boolean mayBeChance(Distinct met) {
    long sequences = Math.max(1, before.summary().counts().sequences());
    return mayBeChance(met.count(), sequences, after.summary().counts().sequences());
  }

  private static boolean mayBeChance(long met, long occasions, long otherOccasions) {
    double rate = Math.min(1, (double) met / occasions);
    return Math.pow(1 - rate, (double) otherOccasions) >= CHANCE;
  }

  /** The transitions whose rules changed, those of one command with the same rules together. */
  public List<RuleChange> changes() {
    Map<List<Object>, List<String>> situations =
        new TreeMap<>((a, b) -> a.toString().compareTo(b.toString()));
    Map<String, Set<String>> first = bySituation(before.summary());
    Map<String, Set<String>> second = bySituation(after.summary());
    for (Map.Entry<String, Set<String>> entry : first.entrySet()) {
      String situation = entry.getKey();
      if (second.containsKey(situation)) {
        Set<String> was = new TreeSet<>(entry.getValue());
        Set<String> is = new TreeSet<>(second.getOrDefault(situation, Set.of()));
        was.removeIf(rule -> !gone(rule, rulesAfter, before, after));
        is.removeIf(rule -> !gone(rule, rulesBefore, after, before));
        if (!was.isEmpty() || !is.isEmpty()) {
          String command = situation.substring(0, situation.indexOf(" | "));
          situations
              .computeIfAbsent(List.of(command, was, is), key -> new ArrayList<>())
              .add(situation);
        }
      }
    }
    List<RuleChange> changes = new ArrayList<>();
    situations.forEach((key, all) -> changes.add(change(all, first, second)));
    return changes;
  }

  /** Whether a rule that one run met cannot be met on the other's system. */
  private static boolean gone(String rule, Set<String> others, StoredRun one, StoredRun other) {
    if (!others.contains(rule)) {
      return true;
    }
    // A known divergence may depend on chance in the kernel, so how often it was met counts.
    long met = one.summary().known().getOrDefault(rule, 0L);
    long sequences = Math.max(1, one.summary().counts().sequences());
    return met > 0
        && other.summary().gone().containsKey(rule)
        && !mayBeChance(met, sequences, other.summary().counts().sequences());
  }

  private RuleChange change(
      List<String> all, Map<String, Set<String>> first, Map<String, Set<String>> second) {
    String situation = all.get(0);
    Set<String> lost = new TreeSet<>(first.getOrDefault(situation, Set.of()));
    lost.removeIf(rule -> !gone(rule, rulesAfter, before, after));
    Set<String> won = new TreeSet<>(second.getOrDefault(situation, Set.of()));
    won.removeIf(rule -> !gone(rule, rulesBefore, after, before));
    boolean inAfter = !won.isEmpty();
    Set<String> rules = inAfter ? won : lost;
    Map<String, Place> places = (inAfter ? after : before).summary().shortest();
    String witness =
        all.stream()
            .flatMap(each -> rules.stream().map(rule -> each + " | " + rule))
            .min(Comparator.comparing(each -> places.getOrDefault(each, UNSEEN)))
            .orElse(situation + " | " + rules.iterator().next());
    Set<String> names = new TreeSet<>();
    all.forEach(each -> names.add(each.substring(each.indexOf(" | ") + 3)));
    return new RuleChange(
        situation.substring(0, situation.indexOf(" | ")), names, witness, inAfter);
  }

  /** How many transitions only one of the runs has seen; most of them were not drawn. */
  public long seenInOne() {
    Set<String> first = before.summary().transitions().keySet();
    Set<String> second = after.summary().transitions().keySet();
    return first.stream().filter(each -> !second.contains(each)).count()
        + second.stream().filter(each -> !first.contains(each)).count();
  }

  private static Map<String, Set<String>> bySituation(RunSummary summary) {
    Map<String, Set<String>> rules = new TreeMap<>();
    for (String transition : summary.transitions().keySet()) {
      int rule = transition.lastIndexOf(" | ");
      rules
          .computeIfAbsent(transition.substring(0, rule), key -> new TreeSet<>())
          .add(transition.substring(rule + 3));
    }
    return rules;
  }
}
