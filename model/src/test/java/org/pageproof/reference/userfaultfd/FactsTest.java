package org.pageproof.reference.userfaultfd;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pageproof.reference.Rule;
import org.pageproof.reference.userfaultfd.Facts.Fact;
import org.pageproof.verdict.RuleStatus;
import org.pageproof.verdict.RuleText;
import org.pageproof.vocabulary.Profile;

class FactsTest {
  private static final Path PAGE = Path.of("../docs/userfaultfd-rules.md");

  @Test
  void factsAndRulesAgree() {
    assertThat(Facts.load().complaints(rules())).isEmpty();
  }

  @Test
  void thePageShowsFactsAndRulesAsTheyAre() throws IOException {
    String rendered = FactsPage.of(Facts.load(), rules());
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(PAGE, rendered);
    }
    assertThat(Files.readString(PAGE, UTF_8))
        .as("update with -Dgolden.update=true")
        .isEqualTo(rendered);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8.04~A fact.~UFFD-COPY-OK | 4 columns expected, 3 found",
        "8.04~A fact.~UFFD-COPY-OK~~ | 4 columns expected, 5 found",
        "'' | 4 columns expected, 1 found",
        "8.4~A fact.~UFFD-COPY-OK~ | no key such as",
        "12.04~A fact.~UFFD-COPY-OK~ | no section 12",
        "8.04~A fact~UFFD-COPY-OK~ | the fact 'A fact' is no sentence",
        "8.04~A fact. ~UFFD-COPY-OK~ | begins or ends with a blank",
        "8.04~A fact.~UFFD-COPY-OK,UFFD-COPY-OK~ | a rule comes twice",
        "8.04~A fact.~~ | 8.04 has neither rule nor reason",
        "8.03~A fact.~~because | the key 8.03 comes twice",
      })
  void refusesAMalformedRow(String row, String complaint) {
    String table = "# comment\n8.03\tAnother.\tUFFD-COPY-OK\t\n" + row.replace('~', '\t') + "\n";

    assertThatThrownBy(() -> Facts.parse(table))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("facts.tsv:3: ")
        .hasMessageContaining(complaint);
  }

  @Test
  void complainsOfAnUnknownRule() {
    List<Fact> more = new ArrayList<>(Facts.load().list());
    more.add(new Fact("8.99", "A fact.", List.of("UFFD-COPY-NEVER"), ""));

    assertThat(new Facts(more).complaints(rules()))
        .containsExactly("8.99 names the unknown rule 'UFFD-COPY-NEVER'");
  }

  @Test
  void complainsOfARuleThatNoFactNamesUnlessItIsOfTheHarness() {
    List<RuleText> more = new ArrayList<>(rules());
    more.add(new RuleText("UFFD-COPY-NEW", "It is new.", "here", RuleStatus.QUIRK, "all"));
    more.add(new RuleText("UFFD-COPY-HELD", "It waits.", "here", RuleStatus.HARNESS, "all"));

    assertThat(Facts.load().complaints(more))
        .containsExactly("no fact names the rule UFFD-COPY-NEW");
  }

  @Test
  void complainsOfASectionWithoutFacts() {
    List<Fact> fewer = new ArrayList<>(Facts.load().list());
    fewer.removeIf(fact -> fact.section().equals("9.3"));

    assertThat(new Facts(fewer).complaints(rules())).containsExactly("section 9.3 has no facts");
  }

  private static List<RuleText> rules() {
    List<RuleText> texts = new ArrayList<>();
    for (Rule<UffdState, ?> rule : new UffdModel(Profile.linux618()).rules()) {
      texts.add(rule.text());
    }
    return texts;
  }
}
