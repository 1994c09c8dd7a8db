package org.pageproof.sut.worker.hmm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.pageproof.sut.MissingInterfaceException;

/** What a worker says on a machine without the driver. */
class MirrorProbeTest {
  @Test
  void saysWhatIsMissing() {
    Assumptions.assumeFalse(Files.exists(Path.of("/dev/hmm_dmirror0")), "the driver is loaded");
    assertThatThrownBy(HmmSteps::start)
        .isInstanceOf(MissingInterfaceException.class)
        .hasMessageContainingAll("/dev/hmm_dmirror0", "test_hmm", "CONFIG_TEST_HMM=m")
        .hasMessageNotContaining("\n");
  }
}
