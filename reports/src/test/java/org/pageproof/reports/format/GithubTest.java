package org.pageproof.reports.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pageproof.reports.Golden;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.Runs;
import org.pageproof.reports.StoredRuns;

class GithubTest {
  private static final int MANY = 30_000;

  @Test
  void theRunnerReadsWhatWasMeant() {
    StoredRuns.all().forEach(run -> GithubChecker.check(render(run)));
    GithubChecker.Annotation error = GithubChecker.check(render(Runs.diverging())).get(0);
    assertThat(error.kind()).isEqualTo("error");
    assertThat(error.title()).isEqualTo("userfaultfd: copy: reply should be 0, was EEXIST");
    assertThat(error.message()).contains("\n> UFFDIO_COPY fd0 r0p0+1", "\nobserved EEXIST");
  }

  @ParameterizedTest
  @EnumSource
  void readsAsAgreed(StoredRuns run) {
    Golden.check("github-" + run.id() + ".txt", render(run.events()));
    Golden.check("github-" + run.id() + ".md", page(run.events(), GithubSummary.MAX_BYTES));
  }

  @ParameterizedTest
  @CsvSource({
    "%2C, ','",
    "%3A, ':'",
    "%0A, '\n'",
    "%0A, '\r'",
    "%0A, %",
    "::error, :error",
    "title=, file="
  })
  void theCheckerRefuses(String right, String wrong) {
    String text = render(Runs.diverging());
    assertThat(text).contains(right);
    assertThatThrownBy(() -> GithubChecker.check(text.replace(right, wrong)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void noMoreAreWrittenThanAreShown() {
    String all = render(many(11));
    assertThat(GithubChecker.check(all))
        .hasSize(10)
        .last()
        .hasFieldOrPropertyWithValue("title", "userfaultfd: 2 more");
    assertThat(GithubChecker.check(render(many(10))))
        .hasSize(10)
        .noneMatch(a -> a.title().contains("more"));
    String tooMany = all + all.lines().findFirst().orElse("");
    assertThatThrownBy(() -> GithubChecker.check(tooMany))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void thePageFitsWhateverThereIsToTell() {
    String page = page(many(MANY), GithubSummary.MAX_BYTES);
    assertThat(bytes(page)).isLessThanOrEqualTo(GithubSummary.MAX_BYTES).isGreaterThan(500_000);
    assertThat(page).endsWith(" more in the report.\n");
    assertThat(page(Runs.conforming(), 10)).isEmpty();
  }

  @Test
  void thePageCountsOne() {
    assertThat(page(Runs.single(), GithubSummary.MAX_BYTES))
        .contains("\n1 sequence, 1 command, 1 of 1 rule reached; seed 42,");
  }

  @Test
  void thePageTakesTextForText() {
    String page = page(Runs.hostile(), GithubSummary.MAX_BYTES);
    assertThat(page).doesNotContain("\u001b", "\u0000");
    assertThat(page.lines().filter(line -> !line.startsWith("    ")))
        .noneMatch(line -> line.contains("]]> <&"));
    assertThat(page.lines().filter(line -> line.startsWith("|")))
        .allMatch(
            line -> line.replaceAll("\\\\\\|", "").chars().filter(c -> c == '|').count() == 4);
  }

  private static List<RunEvent> many(int divergences) {
    List<RunEvent> run = new ArrayList<>(Runs.diverging());
    run.addAll(1, Collections.nCopies(divergences - 1, run.get(1)));
    return run;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static String render(List<RunEvent> run) {
    return Rendered.text(run, to -> new Github(to, "pageproof-report"));
  }

  private static String page(List<RunEvent> run, long room) {
    return Rendered.text(run, to -> new GithubSummary(to, "pageproof-report", room));
  }
}
