package org.pageproof.reference.userfaultfd;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pageproof.reference.userfaultfd.Facts.Fact;
import org.pageproof.reference.userfaultfd.Facts.Section;
import org.pageproof.verdict.RuleStatus;
import org.pageproof.verdict.RuleText;

/** The facts and the rules that check them as a Markdown page. */
final class FactsPage {
  private final Facts facts;
  private final List<RuleText> rules;
  private final Map<String, RuleStatus> statuses = new HashMap<>();
  private final StringBuilder page = new StringBuilder();

  private FactsPage(Facts facts, List<RuleText> rules) {
    this.facts = facts;
    this.rules = rules;
    rules.forEach(rule -> statuses.put(rule.id(), rule.status()));
  }

  /** The page about facts that do not complain of these rules. */
  static String of(Facts facts, List<RuleText> rules) {
    FactsPage writer = new FactsPage(facts, rules);
    writer.introduction();
    Facts.SECTIONS.forEach(writer::section);
    writer.divergences();
    return writer.page.toString();
  }

  private void introduction() {
    long none = count(false, true);
    long partly = count(true, true);
    page.append("# What is known of userfaultfd, and the rules that check it\n\n")
        .append("Generated from `facts.tsv` and the rules of the reference machine; after a change")
        .append(" of either:\n`mvn -q -pl model test -Dtest=FactsTest -Dgolden.update=true`.\n\n")
        .append(facts.list().size())
        .append(" facts: rules check ")
        .append(count(true, false))
        .append(" whole and ")
        .append(partly)
        .append(" in part; none checks ")
        .append(none)
        .append(", and the last column says why.\n")
        .append(
            "The status of a rule is DOCUMENTED unless it is given: a QUIRK is undocumented and")
        .append(" harmless, a DEFECT\nis a known divergence. Rules of the harness, which withhold")
        .append(" commands, are not listed.\n");
  }

  private long count(boolean withRules, boolean withReason) {
    return facts.list().stream()
        .filter(fact -> fact.rules().isEmpty() != withRules)
        .filter(fact -> fact.reason().isEmpty() != withReason)
        .count();
  }

  private void section(Section section) {
    String number = Character.isDigit(section.number().charAt(0)) ? section.number() + " " : "";
    page.append("\n## ").append(number).append(section.title()).append("\n\n");
    row("", "fact", "rules", "why not, or not all");
    row("---", "---", "---", "---");
    for (Fact fact : facts.list()) {
      if (fact.section().equals(section.number())) {
        boolean partly = !fact.rules().isEmpty() && !fact.reason().isEmpty();
        String ids = String.join("<br>", fact.rules().stream().map(this::named).toList());
        row(fact.key(), fact.text(), ids, (partly ? "in part: " : "") + fact.reason());
      }
    }
  }

  private String named(String id) {
    RuleStatus status = statuses.getOrDefault(id, RuleStatus.DOCUMENTED);
    return "`" + id + "`" + (status == RuleStatus.DOCUMENTED ? "" : " " + status);
  }

  private void divergences() {
    page.append("\n## Undocumented rules and known divergences\n\n");
    row("rule", "status", "what it says", "profiles", "evidence");
    row("---", "---", "---", "---", "---");
    for (RuleText rule : rules) {
      if (rule.status() == RuleStatus.QUIRK || rule.status() == RuleStatus.DEFECT) {
        row(
            "`" + rule.id() + "`",
            rule.status().name(),
            rule.sentence(),
            rule.profiles(),
            rule.evidence());
      }
    }
  }

  private void row(String... cells) {
    for (String cell : cells) {
      page.append("| ").append(cell.replace("|", "\\|")).append(' ');
    }
    page.append("|\n");
  }
}
