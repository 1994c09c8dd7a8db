package org.pageproof.cli;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pageproof.verdict.RuleStatus;
import org.pageproof.verdict.RuleText;

/** The facts about the HMM test driver and the rules that check them, as a Markdown page. */
final class HmmRulesPage {
  private static final int COLUMNS = 4;

  private final List<RuleText> rules;
  private final Map<String, RuleStatus> statuses = new HashMap<>();
  private final StringBuilder page = new StringBuilder();

  /**
   * A line of the table.
   *
   * @param key a section and a number; of a section itself the section alone
   * @param text one sentence; of a section its title
   * @param rules the rules that check it
   * @param reason why none does, or why these do so only in part; empty if they check all of it
   */
  record Fact(String key, String text, List<String> rules, String reason) {
    boolean isSection() {
      return !key.contains(".");
    }

    private boolean isPart() {
      return !rules.isEmpty() && !reason.isEmpty();
    }
  }

  private HmmRulesPage(List<RuleText> rules) {
    this.rules = rules;
    rules.forEach(rule -> statuses.put(rule.id(), rule.status()));
  }

  /**
   * Reads the table of facts; lines such as {@code # 4: READ and WRITE} begin sections.
   *
   * @throws IllegalArgumentException if a line has too few or too many columns
   */
  static List<Fact> parse(List<String> lines) {
    List<Fact> facts = new ArrayList<>();
    for (String line : lines) {
      if (line.matches("# \\d+: .*")) {
        String[] section = line.substring(2).split(": ", 2);
        facts.add(new Fact(section[0], section[1], List.of(), ""));
      } else if (!line.startsWith("#")) {
        String[] cells = line.split("\t", -1);
        if (cells.length != COLUMNS) {
          throw new IllegalArgumentException(COLUMNS + " columns expected: " + line);
        }
        List<String> ids = cells[2].isEmpty() ? List.of() : List.of(cells[2].split(",", -1));
        facts.add(new Fact(cells[0], cells[1], ids, cells[3]));
      }
    }
    return facts;
  }

  /** The page. */
  static String of(List<Fact> facts, List<RuleText> rules, ExerciseTable exercised) {
    HmmRulesPage writer = new HmmRulesPage(rules);
    writer.introduction(facts.stream().filter(fact -> !fact.isSection()).toList());
    facts.forEach(writer::fact);
    writer.rules(exercised);
    return writer.page.toString();
  }

  private void introduction(List<Fact> facts) {
    long none = facts.stream().filter(fact -> fact.rules().isEmpty()).count();
    long partly = facts.stream().filter(Fact::isPart).count();
    page.append("# What is known of the HMM test driver, and the rules that check it\n\n")
        .append("Generated from `hmm-facts.tsv`, the rules of the reference machine and the record")
        .append(
            " of what real kernels\nshowed; after a change of these: `mvn -q -pl properties -am")
        .append(" test -Dtest=HmmRulesPageTest\n-Dgolden.update=true")
        .append(" -Dsurefire.failIfNoSpecifiedTests=false`.\n\n")
        .append(facts.size())
        .append(" facts: rules check ")
        .append(facts.size() - none - partly)
        .append(" whole and ")
        .append(partly)
        .append(" in part; none checks ")
        .append(none)
        .append(", and the last column says why.\n")
        .append("A rule is DOCUMENTED unless it says QUIRK, undocumented and harmless, or DEFECT,")
        .append(" a known divergence.\n");
  }

  private void fact(Fact fact) {
    if (fact.isSection()) {
      page.append("\n## ").append(fact.key()).append(' ').append(fact.text()).append("\n\n");
      row("", "fact", "rules", "why not, or not all");
      row("---", "---", "---", "---");
    } else {
      String ids = String.join("<br>", fact.rules().stream().map(this::named).toList());
      row(fact.key(), fact.text(), ids, (fact.isPart() ? "in part: " : "") + fact.reason());
    }
  }

  private String named(String id) {
    RuleStatus status = statuses.getOrDefault(id, RuleStatus.DOCUMENTED);
    return "`" + id + "`" + (status == RuleStatus.DOCUMENTED ? "" : " " + status);
  }

  private void rules(ExerciseTable exercised) {
    page.append("\n## What real kernels showed\n\n");
    row("rule", "holds for", "seen");
    row("---", "---", "---");
    for (RuleText rule : rules) {
      row(named(rule.id()), rule.profiles(), exercised.describe(rule.id()));
    }
  }

  private void row(String... cells) {
    for (String cell : cells) {
      page.append("| ").append(cell.replace("|", "\\|")).append(' ');
    }
    page.append("|\n");
  }
}
