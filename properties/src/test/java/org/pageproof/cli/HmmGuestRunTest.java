package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.reports.RunSummary;
import org.pageproof.sut.vm.VmSut;
import org.pageproof.sut.vm.image.CacheDirectory;
import org.pageproof.sut.vm.image.KernelImages;

/** A short run on the test driver of the kernel that was built last. */
@Timeout(900)
class HmmGuestRunTest {
  private static final int TRIES = 500;

  @TempDir private Path reports;

  @Test
  void theDriverConformsButForWhatIsKnown() {
    Optional<String> unavailable = VmSut.unavailableBecause();
    Assumptions.assumeTrue(unavailable.isEmpty(), () -> unavailable.orElse(""));
    Assumptions.assumeTrue(
        KernelImages.hasBuilt(CacheDirectory.ofEnvironment()),
        "no kernel in the cache: run ./pageproof vm build");
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
  }
}
