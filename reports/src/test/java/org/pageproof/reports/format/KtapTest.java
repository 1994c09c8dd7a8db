package org.pageproof.reports.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.pageproof.reports.Golden;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.Runs;
import org.pageproof.reports.StoredRuns;

class KtapTest {
  @TempDir private Path directory;

  @Test
  void isStrictForEveryRun() {
    StoredRuns.all().forEach(run -> KtapChecker.check(render(run)));
  }

  @ParameterizedTest
  @EnumSource
  void readsAsAgreed(StoredRuns run) {
    Golden.check("ktap-" + run.id() + ".txt", render(run.events()));
  }

  @Test
  void theOuterLevelTellsTheVerdict() {
    assertThat(outer(StoredRuns.PASS)).matches("ok 1 userfaultfd");
    assertThat(outer(StoredRuns.KNOWN)).matches("ok 1 userfaultfd");
    assertThat(outer(StoredRuns.DIVERGE)).matches("not ok 1 userfaultfd");
    assertThat(outer(StoredRuns.SKIPPED)).matches("ok 1 userfaultfd # SKIP .+");
    assertThat(outer(StoredRuns.INCONCLUSIVE)).matches("not ok 1 userfaultfd # ERROR .+");
    assertThat(outer(StoredRuns.BAIL_OUT)).startsWith("Bail out! ");
  }

  private static String outer(StoredRuns run) {
    return render(run.events())
        .lines()
        .filter(line -> line.matches("(ok|not ok|Bail out!) .*"))
        .findFirst()
        .orElse("");
  }

  /** Each of these is one thing done wrong to the rendering of a run that conforms. */
  @ParameterizedTest
  @CsvSource({
    "^KTAP version 1\\n, ''",
    "'1\\.\\.1\\n', ''",
    "1\\.\\.1, 1..2",
    "'  1\\.\\.2', 1..2",
    "'  1\\.\\.2', '  1..3'",
    "'  KTAP version 1', KTAP version 1",
    "'  ok 1', ok 1",
    "'  ok 2', '  ok 3'",
    "'  ok 2', '    ok 2'",
    "'  ok 2', '  not ok 2'",
    "XFAIL, XFAULT",
    "kernel_conforms, kernel # conforms",
    "kernel_conforms, Kernel_conforms",
    "met 3, '# SKIP met 3'",
    "'\\nok 1', '\\nnot ok 1'",
    "'\\nok 1', '\\nhello\\nok 1'",
    "pass:1, pass:2",
    "'error:0\\n', 'error:0'"
  })
  void theCheckerRefuses(String wrong, String instead) {
    String right = render(Runs.conforming());
    String broken = right.replaceFirst(wrong, instead.replace("\\n", "\n"));
    assertThat(broken).isNotEqualTo(right);
    assertThatThrownBy(() -> KtapChecker.check(broken)).isInstanceOf(KtapChecker.Refused.class);
  }

  @Test
  void aSelftestRunnerHasWrittenTheVersion() {
    String alone = render(Runs.conforming());
    String nested = Rendered.text(Runs.conforming(), to -> new Ktap(to, "reports", true));
    assertThat("KTAP version 1\n" + nested).isEqualTo(alone);
  }

  @Test
  void divergencesAreToldAtOnce() {
    List<RunEvent> begun = Runs.diverging().subList(0, 2);
    assertThat(render(begun)).contains("# divergence copy: reply should be 0", "# > 1  ");
  }

  /** Perl's own harness. */
  @ParameterizedTest
  @EnumSource
  void proveAcceptsIt(StoredRuns run) throws IOException, InterruptedException {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/prove")), "needs perl");
    boolean passes = List.of(StoredRuns.PASS, StoredRuns.KNOWN, StoredRuns.SKIPPED).contains(run);
    String said = prove(render(run.events()));
    assertThat(said).contains(passes ? "Result: PASS" : "Result: FAIL");
    if (run == StoredRuns.BAIL_OUT) {
      assertThat(said).startsWith("Bailout called.");
    } else {
      assertThat(said).doesNotContain("Parse errors");
    }
    assertThat(prove(render(run.events()).replace("1..1", "1..2"))).doesNotContain("Result: PASS");
  }

  private String prove(String ktap) throws IOException, InterruptedException {
    Path file = Files.writeString(directory.resolve("out.ktap"), ktap);
    Process process =
        new ProcessBuilder("prove", "-e", "cat", file.toString()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return said;
  }

  private static String render(List<RunEvent> run) {
    return Rendered.text(run, to -> new Ktap(to, "pageproof-report", false));
  }
}
