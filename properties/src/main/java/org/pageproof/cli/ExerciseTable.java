package org.pageproof.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How often real kernels showed each rule of an interface, as campaigns recorded it, and for rules
 * that none showed why not.
 *
 * @param releases the kernels
 * @param rows the rules by their ids
 */
record ExerciseTable(List<String> releases, Map<String, Row> rows) {
  /**
   * A rule.
   *
   * @param counts how often each kernel showed it, in the order of the releases
   * @param reason why no kernel did, or not all; may be empty if one did
   */
  record Row(List<Long> counts, String reason) {}

  ExerciseTable {
    releases = List.copyOf(releases);
    rows = Map.copyOf(rows);
  }

  /** What is recorded of an interface; empty if nothing is. */
  static Optional<ExerciseTable> of(String interfaceId) {
    String name = "exercised-" + interfaceId + ".tsv";
    try (InputStream in = ExerciseTable.class.getResourceAsStream(name)) {
      return in == null
          ? Optional.empty()
          : Optional.of(parse(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a table: comments, a line with the releases, and a line for each rule.
   *
   * @throws IllegalArgumentException if a line has another number of columns
   */
  static ExerciseTable parse(String text) {
    List<String> lines = text.lines().filter(line -> !line.startsWith("#")).toList();
    List<String> head = columns(lines.get(0));
    Map<String, Row> rows = new TreeMap<>();
    for (String line : lines.subList(1, lines.size())) {
      List<String> columns = columns(line);
      if (columns.size() != head.size()) {
        throw new IllegalArgumentException(head.size() + " columns expected: " + line);
      }
      int last = columns.size() - 1;
      List<Long> counts = columns.subList(1, last).stream().map(Long::valueOf).toList();
      rows.put(columns.get(0), new Row(counts, columns.get(last)));
    }
    return new ExerciseTable(head.subList(1, head.size() - 1), rows);
  }

  private static List<String> columns(String line) {
    return Arrays.asList(line.split("\t", -1));
  }

  /** What is recorded of a rule, in words. */
  String describe(String rule) {
    Row row = row(rule);
    List<String> shown = new ArrayList<>();
    List<String> not = new ArrayList<>();
    for (int i = 0; i < releases.size(); i++) {
      long count = row.counts().get(i);
      (count > 0 ? shown : not).add(releases.get(i) + (count > 0 ? " (" + count + ")" : ""));
    }
    String because = row.reason().isEmpty() ? "" : ": " + row.reason();
    if (shown.isEmpty()) {
      return "not exercised" + because;
    }
    String without = not.isEmpty() ? "" : "; not on " + String.join(", ", not) + because;
    return "exercised on " + String.join(", ", shown) + without;
  }

  /** One line: how many of these rules each kernel showed. */
  String summary(List<String> rules) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < releases.size(); i++) {
      int column = i;
      long shown = rules.stream().filter(rule -> row(rule).counts().get(column) > 0).count();
      texts.add(shown + " on " + releases.get(i));
    }
    String none =
        rules.stream()
            .filter(rule -> row(rule).counts().stream().allMatch(count -> count == 0))
            .collect(Collectors.joining(", "));
    return "exercised of "
        + rules.size()
        + " rules: "
        + String.join(", ", texts)
        + "; on none: "
        + (none.isEmpty() ? "no rule" : none);
  }

  private Row row(String rule) {
    List<Long> none = releases.stream().map(release -> 0L).toList();
    return rows.getOrDefault(rule, new Row(none, ""));
  }
}
