package org.pageproof.properties;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.pageproof.verdict.RuleText;

/** Counts how often each rule was reached, and in which situations: transition coverage. */
public final class Coverage {
  private final Map<RuleText, Map<String, Count>> situations = new HashMap<>();
  private final Map<RuleText, String> commands = new HashMap<>();

  private static final class Count {
    private long value;
  }

  /** A rule allowed a command in a situation. */
  public void add(RuleText rule, String command, String situation) {
    Map<String, Count> bySituation = situations.get(rule);
    if (bySituation == null) {
      bySituation = new HashMap<>();
      situations.put(rule, bySituation);
      commands.put(rule, command);
    }
    bySituation.computeIfAbsent(situation, s -> new Count()).value++;
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
    Map<String, Long> counts = new TreeMap<>();
    situations.forEach(
        (rule, bySituation) ->
            bySituation.forEach(
                (situation, count) ->
                    counts.put(
                        commands.get(rule) + " | " + situation + " | " + rule.id(), count.value)));
    return counts;
  }
}
