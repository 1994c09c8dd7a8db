package org.pageproof.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pageproof.sut.simulator.hmm.HmmSimulator;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.hmm.HmmKind;

/**
 * What is known to kill the kernel is found by a run that does not know of it, and shrunk to its
 * shortest sequences: a device that faults in a page that is in its own memory.
 */
class KnownDivergencesAreFoundTest {
  private static final int SEEDS = 3;

  /** A page in device memory of which the mirror has no entry, or lost it, is read. */
  @Test
  void aDeadlyRead() {
    for (long seed = 0; seed < SEEDS; seed++) {
      DeadlySequence.find(simulator(linux612()), HmmKind.READ, seed).assertShortestRead();
    }
  }

  /** On Linux 7.2 the simplest of all tests does it. */
  @Test
  void aDeadlyWrite() {
    for (long seed = 0; seed < SEEDS; seed++) {
      assertThat(DeadlySequence.find(simulator(linux72()), HmmKind.WRITE, seed).kinds())
          .containsExactly(HmmKind.OPEN, HmmKind.MAP, HmmKind.TODEV, HmmKind.WRITE);
    }
  }

  /** How it dies after others have harmed it does not repeat; how a fresh one dies does. */
  @Test
  void aDeathThatIsAnotherEachTime() {
    HarmedSystem<HmmCommand> harmed = new HarmedSystem<>(simulator(linux72()));
    assertThat(DeadlySequence.find(harmed, HmmKind.WRITE, 0).kinds())
        .containsExactly(HmmKind.OPEN, HmmKind.MAP, HmmKind.TODEV, HmmKind.WRITE);
  }

  private static Profile linux612() {
    return Profile.linux612().with(new MirrorDriver(4, 4));
  }

  private static Profile linux72() {
    return Profile.linux72().with(new MirrorDriver(5, 4));
  }

  private static HmmSimulator simulator(Profile profile) {
    return new HmmSimulator(profile, Set.of(), "test");
  }
}
