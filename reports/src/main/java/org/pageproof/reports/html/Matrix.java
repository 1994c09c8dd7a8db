package org.pageproof.reports.html;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Situations against commands that have situations in common: only then does a cell that was never
 * seen say something.
 *
 * @param commands the columns
 * @param cells by situation, then by command, how often each rule decided
 */
record Matrix(Set<String> commands, Map<String, Map<String, Map<String, Long>>> cells) {

  /**
   * The matrices of a run.
   *
   * @param transitions counts by {@code command | situation | rule id}
   */
  static List<Matrix> of(Map<String, Long> transitions) {
    List<Matrix> matrices = new ArrayList<>();
    transitions.forEach(
        (key, count) -> {
          String[] parts = key.split(" \\| ", 3);
          if (parts.length == 3) {
            home(matrices, parts[0], parts[1])
                .cells
                .computeIfAbsent(parts[1], unused -> new TreeMap<>())
                .computeIfAbsent(parts[0], unused -> new TreeMap<>())
                .merge(parts[2], count, Long::sum);
          }
        });
    return matrices;
  }

  /** The matrix that has the command or the situation; if two have them, these become one. */
  private static Matrix home(List<Matrix> matrices, String command, String situation) {
    Matrix home = new Matrix(new TreeSet<>(Set.of(command)), new TreeMap<>());
    List<Matrix> related =
        matrices.stream()
            .filter(each -> each.commands.contains(command) || each.cells.containsKey(situation))
            .toList();
    for (Matrix each : related) {
      home.commands.addAll(each.commands);
      home.cells.putAll(each.cells);
    }
    matrices.removeAll(related);
    matrices.add(home);
    return home;
  }

  /** How often a command met a situation. */
  long count(String situation, String command) {
    return rules(situation, command).values().stream().mapToLong(Long::longValue).sum();
  }

  /** How often each rule decided what a command does in a situation. */
  Map<String, Long> rules(String situation, String command) {
    return cells.getOrDefault(situation, Map.of()).getOrDefault(command, Map.of());
  }

  /** The number of cells that were never seen. */
  long neverSeen() {
    return cells.values().stream().mapToLong(row -> commands.size() - row.size()).sum();
  }
}
