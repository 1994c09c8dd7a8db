package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pageproof.cli.HmmRulesPage.Fact;
import org.pageproof.reference.Rule;
import org.pageproof.verdict.RuleStatus;
import org.pageproof.verdict.RuleText;

/** The page about the HMM test driver says what the rules do. */
class HmmRulesPageTest {
  private static final Path PAGE = Path.of("../docs/hmm-rules.md");
  private static final Path FACTS = Path.of("src/test/resources/hmm-facts.tsv");

  @Test
  void thePageShowsFactsAndRulesAsTheyAre() throws IOException {
    String rendered = HmmRulesPage.of(facts(), rules(), ExerciseTable.of("hmm").orElseThrow());
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(PAGE, rendered);
    }
    assertThat(Files.readString(PAGE)).as("update with -Dgolden.update=true").isEqualTo(rendered);
  }

  @Test
  void everyFactIsASentenceWithRulesOrAReason() throws IOException {
    Set<String> keys = new HashSet<>();
    for (Fact fact : facts()) {
      assertThat(keys.add(fact.key())).as(fact.key()).isTrue();
      if (!fact.isSection()) {
        assertThat(fact.text()).endsWith(".");
        assertThat(fact.rules().isEmpty() && fact.reason().isEmpty()).as(fact.key()).isFalse();
        assertThat(fact.rules()).as(fact.key()).doesNotHaveDuplicates();
      }
    }
  }

  /** Rules of the harness, which withhold commands, need no fact. */
  @Test
  void everyRuleHasAFactAndNoFactAnUnknownRule() throws IOException {
    Set<String> named = new HashSet<>();
    facts().forEach(fact -> named.addAll(fact.rules()));
    assertThat(rules().stream().map(RuleText::id)).containsAll(named);
    assertThat(rules())
        .filteredOn(rule -> rule.status() != RuleStatus.HARNESS)
        .extracting(RuleText::id)
        .allMatch(named::contains);
  }

  private static List<Fact> facts() throws IOException {
    return HmmRulesPage.parse(Files.readAllLines(FACTS));
  }

  private static List<RuleText> rules() {
    CheckedHmm checked = new CheckedHmm();
    return checked.suite(checked.releases().get(0).profile()).model().rules().stream()
        .<RuleText>map(Rule::text)
        .toList();
  }
}
