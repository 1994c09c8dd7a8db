package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.properties.BuiltKernel;
import org.pageproof.reports.RunSummary;

/** A short run on the test driver of the kernel that was built last. */
@Timeout(900)
class HmmGuestRunTest {
  private static final int TRIES = 500;

  @TempDir private Path reports;

  @Test
  void theDriverConformsButForWhatIsKnown() {
    BuiltKernel.assume();
    Cli.Result result =
        Cli.here(
            "run",
            "--interface=hmm",
            "--sut=vm",
            "--seed=1",
            "--tries=" + TRIES,
            "--report-dir",
            reports);
    result.assertCode(0);
    assertThat(result.firstLine()).matches("Testing hmm of kernel \\S+ in a virtual machine .*");
    assertThat(result.out()).contains("HMM-READ-OOPS, met ").contains("conforms  vm ");
    RunSummary summary = Cli.summary(reports);
    assertThat(summary.counts().sequences()).isEqualTo(TRIES);
    assertThat(summary.rulesReached()).isGreaterThan(85);
    assertThat(summary.gone()).isEmpty();
    assertThat(reports.resolve("run.jsonl"))
        .content()
        .containsPattern("\"type\":\"kernel-facts\".*\"version\":\"Linux version [^\"]*gcc");
  }
}
