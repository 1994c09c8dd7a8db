package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of rules, and what a run reached of it. */
class RulesTest {
  @TempDir private Path directory;

  @Test
  void everyRuleHasStatusAndSentence() {
    assertThat(Cli.here("rules").assertCode(0).out())
        .containsPattern("UFFD-COPY-OK +documented +\\S.*\\.\n");
  }

  @Test
  void everyRuleIsReachedOrExcused() throws IOException {
    Cli.here("run", "--sut=simulator", "--tries=30000", "--seed=1", "--report-dir", directory)
        .assertCode(0);
    String out = Cli.here("rules", "--coverage", directory).assertCode(0).out();
    assertThat(out).contains(" 0 unreached").contains("excused: only ");
    assertThat(out.lines().filter(line -> line.startsWith("UFFD-")))
        .hasSizeGreaterThan(150)
        .allMatch(line -> line.matches("\\S+ +(reached \\d+|excused: only .+)"));

    Path log = directory.resolve("run.jsonl");
    String whole = Files.readString(log);
    Files.writeString(log, whole.substring(0, whole.lastIndexOf("{\"type\":\"run-finished\"")));
    assertRefused("the run did not finish");
    Files.writeString(log, whole.substring(0, whole.length() - 100));
    assertRefused("is truncated in line");
    Files.writeString(log, whole.replaceFirst("round-finished", "round-finis"));
    assertRefused("not an event of a run");
    Files.writeString(log, "noise\n");
    assertRefused("line 1");
    Files.writeString(log, "");
    assertRefused("the run did not finish");
  }

  private void assertRefused(String why) {
    Cli.here("rules", "--coverage", directory).assertFailed(64, directory.toString(), why);
  }
}
