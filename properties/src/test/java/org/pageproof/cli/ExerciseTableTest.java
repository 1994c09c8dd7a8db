package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.pageproof.cli.ExerciseTable.Row;
import org.pageproof.reference.Rule;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunLog;

/**
 * Of every rule it is recorded which real kernels showed it, or why none did. {@code
 * -Dexercised.update=DIR,...} records the runs of these report directories; reasons stay.
 */
class ExerciseTableTest {
  private static final Path RESOURCES = Path.of("src/main/resources/org/pageproof/cli");
  private static final String COMMENT =
      """
      # How often real kernels showed each rule, recorded from runs with --keep-going and from replays of
      # the traces in src/test/resources/rare; see ExerciseTableTest.
      # Tab-separated: rule, a count for each kernel, why none showed it or not all.
      """;

  @BeforeAll
  static void updateWhereAsked() throws IOException {
    String runs = System.getProperty("exercised.update", "");
    if (!runs.isEmpty()) {
      update(List.of(runs.split(",", -1)));
    }
  }

  @Test
  void everyRuleOfHmmWasExercisedOrThereIsAReason() {
    ExerciseTable table = ExerciseTable.of("hmm").orElseThrow();
    List<String> rules = rules(new CheckedHmm());
    assertThat(table.rows().keySet()).containsExactlyInAnyOrderElementsOf(rules);
    assertThat(table.rows())
        .allSatisfy(
            (rule, row) -> {
              boolean everywhere = row.counts().stream().allMatch(count -> count > 0);
              assertThat(row.reason().isEmpty())
                  .as("%s needs no reason", rule)
                  .isEqualTo(everywhere);
            });
  }

  @Test
  void theRulesAreListedWithIt() {
    String out = Cli.here("rules", "--interface=hmm").assertCode(0).out();
    assertThat(out).containsPattern("HMM-OPEN-OK [^-]*exercised on 6\\.12\\.117\\S* \\(\\d+\\)");
    assertThat(out.lines().filter(line -> line.startsWith("exercised of "))).hasSize(1);
  }

  @Test
  void aRuleIsDescribed() {
    ExerciseTable table =
        ExerciseTable.parse("#\nrule\t6.1\t7.2\twhy\nA\t3\t0\told\nB\t0\t0\tnever\nC\t1\t2\t\n");
    assertThat(table.describe("A")).isEqualTo("exercised on 6.1 (3); not on 7.2: old");
    assertThat(table.describe("B")).isEqualTo("not exercised: never");
    assertThat(table.describe("C")).isEqualTo("exercised on 6.1 (1), 7.2 (2)");
    assertThat(table.describe("D")).isEqualTo("not exercised");
    assertThat(table.summary(List.of("A", "B", "C")))
        .isEqualTo("exercised of 3 rules: 2 on 6.1, 1 on 7.2; on none: B");
  }

  @Test
  void aTornLineIsRefused() {
    assertThatThrownBy(() -> ExerciseTable.parse("rule\t6.1\twhy\nA\t3\n"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 columns expected: A");
  }

  private static List<String> rules(CheckedInterface<?, ?> checked) {
    List<String> ids = new ArrayList<>();
    for (Rule<?, ?> rule : checked.suite(checked.releases().get(0).profile()).model().rules()) {
      ids.add(rule.text().id());
    }
    return ids;
  }

  private static void update(List<String> directories) throws IOException {
    Map<String, Map<String, Long>> runs = new LinkedHashMap<>();
    for (String directory : directories) {
      String release = "";
      for (RunEvent event : RunLog.read(Path.of(directory))) {
        if (event instanceof RunEvent.RunStarted started) {
          release = started.environment().profile().release().text().replaceFirst("-.*", "");
        } else if (event instanceof RunEvent.RunFinished finished) {
          Map<String, Long> counts = runs.computeIfAbsent(release, r -> new LinkedHashMap<>());
          finished.summary().rules().forEach((rule, n) -> counts.merge(rule, n, Long::sum));
        }
      }
    }
    for (RareTrace rare : RareTrace.all()) {
      runs.forEach(
          (release, counts) -> {
            if (release.startsWith(rare.release() + ".")) {
              counts.merge(rare.rule(), 1L, Long::sum);
            }
          });
    }
    Optional<ExerciseTable> before = ExerciseTable.of("hmm");
    StringBuilder text = new StringBuilder(COMMENT);
    text.append("rule\t").append(String.join("\t", runs.keySet())).append("\twhy not\n");
    for (String rule : rules(new CheckedHmm())) {
      text.append(rule);
      runs.values().forEach(c -> text.append('\t').append(c.getOrDefault(rule, 0L)));
      Optional<Row> row = before.flatMap(table -> Optional.ofNullable(table.rows().get(rule)));
      text.append('\t').append(row.map(Row::reason).orElse("")).append('\n');
    }
    Files.createDirectories(RESOURCES);
    Files.writeString(RESOURCES.resolve("exercised-hmm.tsv"), text);
  }
}
