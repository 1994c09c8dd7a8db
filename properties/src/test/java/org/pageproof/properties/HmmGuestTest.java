package org.pageproof.properties;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.pageproof.sut.vm.VmOptions;
import org.pageproof.sut.vm.VmSut;
import org.pageproof.trace.HmmCommandCodec;
import org.pageproof.vocabulary.hmm.HmmKind;

/** What kills the kernel that was built last, found in guests that are thrown away. */
@Timeout(900)
class HmmGuestTest {
  /** One that finds it soon. */
  private static final long SEED = 2;

  /** A run that knows nothing of it finds it and shrinks it to what the simulator says. */
  @Test
  void aDeadlyRead() {
    BuiltKernel.assume();
    DeadlySequence.find(
            VmSut.start(VmOptions.standard("test"), new HmmCommandCodec(), note -> {}),
            HmmKind.READ,
            SEED)
        .assertShortestRead();
  }
}
