package org.pageproof.properties;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.pageproof.reports.Place;
import org.pageproof.verdict.RuleText;

/** Counts how often each rule was reached, and in which situations: transition coverage. */
public final class Coverage {
  private final Map<RuleText, Map<String, Count>> situations = new HashMap<>();
  private final Map<RuleText, String> commands = new HashMap<>();

  private long round;
  private int sequence;

  private static final class Count {
    private long value;
    private Place shortest = new Place(0, 0, Integer.MAX_VALUE);
  }

  /** What is added from now on was met in this sequence. */
  public void at(long newRound, int newSequence) {
    round = newRound;
    sequence = newSequence;
  }

  /**
   * A rule allowed a command in a situation.
   *
   * @param step the index of the command in its sequence
   */
  public void add(RuleText rule, String command, String situation, int step) {
    Map<String, Count> bySituation = situations.get(rule);
    if (bySituation == null) {
      bySituation = new HashMap<>();
      situations.put(rule, bySituation);
      commands.put(rule, command);
    }
    Count count = bySituation.computeIfAbsent(situation, s -> new Count());
    count.value++;
    if (step < count.shortest.step()) {
      count.shortest = new Place(round, sequence, step);
    }
  }

  /** How often each rule was reached, by rule id. */
  public Map<String, Long> rules() {
    Map<String, Long> counts = new TreeMap<>();
    situations.forEach(
        (rule, bySituation) ->
            counts.put(rule.id(), bySituation.values().stream().mapToLong(c -> c.value).sum()));
    return counts;
  }

  /** How often each transition was seen, by {@code command | situation | rule id}. */
  public Map<String, Long> transitions() {
    return byTransition(count -> count.value);
  }

  /** Where each transition was met after the fewest commands, by the same key. */
  public Map<String, Place> shortest() {
    return byTransition(count -> count.shortest);
  }

  private <V> Map<String, V> byTransition(Function<Count, V> value) {
    Map<String, V> values = new TreeMap<>();
    situations.forEach(
        (rule, bySituation) ->
            bySituation.forEach(
                (situation, count) ->
                    values.put(
                        commands.get(rule) + " | " + situation + " | " + rule.id(),
                        value.apply(count))));
    return values;
  }
}
