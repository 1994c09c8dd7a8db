package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pageproof.properties.BuiltKernel;
import org.pageproof.sut.driver.WorkerSut;
import org.pageproof.sut.vm.VmOptions;
import org.pageproof.sut.vm.VmSut;
import org.pageproof.trace.HmmCommandCodec;
import org.pageproof.vocabulary.hmm.HmmCommand;

/** Rules that a short run does not reach. */
@Timeout(300)
class RareRulesTest {
  @Test
  void aSequenceReachesEach() {
    assertThat(RareTrace.all())
        .hasSizeGreaterThan(3)
        .allSatisfy(rare -> assertThat(RareTrace.rulesOf(rare.trace())).contains(rare.rule()));
  }

  /** On the kernel that was built last, of a release that some of them are for. */
  @Test
  void theRealDriverShowsThem() {
    BuiltKernel.assume();
    List<RareTrace> shown;
    try (WorkerSut<HmmCommand> sut =
        VmSut.start(VmOptions.standard("test"), new HmmCommandCodec(), note -> {})) {
      String release = sut.environment().profile().release().text();
      shown =
          RareTrace.all().stream()
              .filter(rare -> release.startsWith(rare.release() + "."))
              .toList();
      for (RareTrace rare : shown) {
        assertThat(RareTrace.rulesOf(sut.execute(rare.trace().sequence()))).contains(rare.rule());
        sut.distrust(); // most of them harm the kernel
      }
    }
    assertThat(shown).isNotEmpty();
  }
}
