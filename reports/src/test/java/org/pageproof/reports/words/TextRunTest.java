package org.pageproof.reports.words;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextRunTest {
  private static List<TextRun> runs(String... texts) {
    return TextRun.of(
        texts.length, page -> texts[page].isEmpty() ? List.of() : List.of(texts[page]));
  }

  private static String words(String... texts) {
    List<String> words = runs(texts).stream().map(run -> run.first() + " " + run.words()).toList();
    return String.join(", ", words);
  }

  @Test
  void pagesThatAreAlikeAreOneRun() {
    assertThat(runs("zero", "zero", "", "zero"))
        .containsExactly(
            new TextRun(0, 2, 0, List.of("zero")), new TextRun(3, 1, 0, List.of("zero")));
  }

  @Test
  void wordsOfOneCommandAreOneRun() {
    assertThat(runs("#3.7!5", "#3.8!5", "#3.9!5", "#3.9!5"))
        .containsExactly(
            new TextRun(0, 3, 7, List.of("#3.k!5")), new TextRun(3, 1, 0, List.of("#3.9!5")));
  }

  @Test
  void onlyTheLastTokenCounts() {
    assertThat(words("#2.0/#3.1", "#2.0/#3.2")).isEqualTo("0 #2.0/#3.1 to #2.0/#3.2");
    assertThat(words("#2.0/#3.1", "#2.1/#3.2")).isEqualTo("0 #2.0/#3.1, 1 #2.1/#3.2");
  }

  @Test
  void theSameTokenAgainDoesNotCount() {
    assertThat(words("#3.0", "#3.0", "#3.1")).isEqualTo("0 #3.0, 2 #3.1");
    assertThat(words("#3.0", "#4.1", "zero", "torn")).isEqualTo("0 #3.0, 1 #4.1, 2 zero, 3 torn");
  }

  @Test
  void choicesCountTogether() {
    List<List<String>> choices =
        List.of(List.of("absent", "#1.5"), List.of("absent", "#1.6"), List.of("absent"));
    assertThat(TextRun.of(3, choices::get))
        .containsExactly(
            new TextRun(0, 2, 5, List.of("absent", "#1.k")),
            new TextRun(2, 1, 0, List.of("absent")));
  }

  @Test
  void numbersThatDifferAreNotCountedAsOne() {
    List<List<String>> choices = Arrays.asList(List.of("#1.5", "#2.7"), List.of("#1.6", "#2.8"));
    assertThat(TextRun.of(2, choices::get)).hasSize(2);
  }
}
