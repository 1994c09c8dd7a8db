package org.pageproof.reports.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.reports.AreaScenarios;
import org.pageproof.reports.HmmMemoryScenarios;
import org.pageproof.reports.HmmScenarios;
import org.pageproof.reports.ProtectionScenarios;
import org.pageproof.reports.Scenarios;
import org.pageproof.reports.c.Gcc.Run;

class CBenchmarkTest {
  @TempDir private Path folder;

  @Test
  void measuresSequencesOfEveryKind() {
    String source =
        CBenchmark.ofUserfaultfd(
            List.of(
                Scenarios.everyCommand().judgement(),
                Scenarios.misuse().judgement(),
                Scenarios.blocked().judgement(),
                Scenarios.choice().judgement(),
                ProtectionScenarios.writeProtected().judgement(),
                ProtectionScenarios.populated().judgement(),
                ProtectionScenarios.signalled().judgement(),
                ProtectionScenarios.unsupported().judgement(),
                ProtectionScenarios.registeredAgain().judgement(),
                AreaScenarios.freed().judgement(),
                AreaScenarios.protections().judgement(),
                AreaScenarios.remapped().judgement(),
                AreaScenarios.backed().judgement(),
                AreaScenarios.forked().judgement(),
                AreaScenarios.reaped().judgement()),
            1000);
    Run run = Gcc.run(source, folder, "20");
    assertThat(run.status()).isZero();
    assertThat(run.output()).matches("sequences/s [0-9]+\ncommands/s [0-9]+\ncalls/s [0-9]+\n");
  }

  @Test
  void measuresWithoutThreadsOrDescriptors() {
    String source = CBenchmark.ofUserfaultfd(List.of(Scenarios.merged().judgement()), 20);
    assertThat(source).doesNotContain("pthread_create");
    assertThat(Gcc.run(source, folder).status()).isZero();
  }

  @Test
  void measuresAChildWithoutThreadsOrDescriptors() {
    String source = CBenchmark.ofUserfaultfd(List.of(AreaScenarios.onlyForked().judgement()), 20);
    assertThat(source).doesNotContain("pthread_create", "fdinfo");
    assertThat(Gcc.run(source, folder).status()).isZero();
  }

  @Test
  void checksNothing() {
    String source = CBenchmark.ofUserfaultfd(List.of(Scenarios.wronglyCopied().judgement()), 20);
    assertThat(source).doesNotContain("EXPECT_", "unchanged");
    assertThat(source.lines().filter(line -> line.equals("\tobserve_modes();")))
        .as("where the worker looks at them: after mmap and UFFDIO_REGISTER")
        .hasSize(2);
    assertThat(Gcc.run(source, folder).status()).isZero();
  }

  /** It ends before it measures anything where there is no driver. */
  @Test
  void measuresTheHmmTestDriver() {
    String source =
        CBenchmark.ofHmm(
            List.of(
                HmmScenarios.everyIoctl().judgement(),
                HmmScenarios.misuse().judgement(),
                HmmMemoryScenarios.memory().judgement(),
                HmmMemoryScenarios.files().judgement()),
            2);
    assertThat(source).doesNotContain("EXPECT_", "unchanged", "deadly");
    Gcc.compile(source, folder);
  }

  @Test
  void refusesNothing() {
    assertThatThrownBy(() -> CBenchmark.ofUserfaultfd(List.of(), 1))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
