package org.pageproof.sut.simulator.hmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.pageproof.sut.simulator.hmm.Script.mirrored;
import static org.pageproof.sut.simulator.hmm.Script.mirroredOn72;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.MirrorView;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;

/** The simulator as a system under test, its kernels' ends, and kernels before 6.1. */
class HmmSimulatorTest {
  private static final Reply EINVAL = Reply.refused(Errno.EINVAL);

  @Test
  void needsADriver() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new HmmSimulator(Profile.linux612(), Set.of(), "test"))
        .withMessageContaining("no test driver");
  }

  @Test
  void namesItsFaults() {
    try (HmmSimulator simulator =
        new HmmSimulator(Script.LINUX_6_12, Set.of(Fault.MIGRATE_CPAGES), "test")) {
      assertThat(simulator.environment().faults()).containsExactly("s-migrate-cpages");
      assertThat(simulator.fresh().environment()).isEqualTo(simulator.environment());
    }
  }

  @Test
  void aDeadKernelShowsNothingMore() {
    List<Observation> seen =
        mirrored().open(1, 0).store(0).toDevice(0, 0, 1).read(1, 0, 1).load(0).load(1).run();

    assertThat(seen).hasSize(6);
    Observation last = seen.get(5);
    assertThat(last.reply()).isInstanceOf(Reply.Died.class);
    assertThat(last.pages()).isEqualTo(seen.get(4).pages());
    assertThat(last.out()).isEmpty();
  }

  @Test
  void aWarningTaintsOnce() {
    Script script = mirrored().store(0).fork().toDevice(0, 0, 1).write(0, 0, 1).write(0, 0, 1);
    assertThat(script.run().stream().map(Observation::taint))
        .containsExactly(0L, 0L, 0L, 0L, 0L, 512L, 0L);
  }

  /** It starts with what the mirror has no entry for, and ends with the area. */
  @Test
  void aFaultGoesOnToTheEndOfTheAreaAndSoFetchesPagesOfItsOwnDevice() {
    Script script = mirrored().store(1).toDevice(0, 1, 1).read(0, 0, 2);

    assertThat(script.last().reply()).isEqualTo(Reply.ZERO);
    assertThat(script.seenBy(0, 1)).isEqualTo(0x02);
  }

  @Test
  void whatDidNotChangeIsNotMadeAgain() {
    List<Observation> seen = mirrored().store(0).check(0, 0, 4).run();
    MirrorView before = seen.get(2).mirrors().orElseThrow();

    assertThat(seen.get(3).mirrors().orElseThrow()).isSameAs(before);
    assertThat(seen.get(3).pages()).isSameAs(seen.get(2).pages());
    assertThat(seen.get(3).layout()).isSameAs(seen.get(2).layout());
  }

  @Test
  void theSimplestWriteToTheDeviceKillsALaterKernel() {
    assertThat(mirrored().toDevice(0, 0, 1).write(0, 0, 1).last().reply()).isEqualTo(Reply.ZERO);
    assertThat(mirroredOn72().toDevice(0, 0, 1).write(0, 0, 1).last().reply())
        .isInstanceOf(Reply.Died.class);
  }

  @Test
  void theFirstDriverHadOneMigrationAndNothingExclusive() {
    Script script = Script.on("5.8.0", 1).open(0, 0).open(1, 1).map(0, 4).store(0);

    assertThat(script.copy().exclusive(0, 0, 1).last().reply()).isEqualTo(EINVAL);
    assertThat(script.copy().check(0, 0, 1).last().reply()).isEqualTo(EINVAL);
    script.toDevice(0, 0, 1);
    assertThat(script.last().reply()).isEqualTo(Reply.ZERO);
    assertThat(script.copy().toSystem(0, 0, 1).last().reply()).isEqualTo(EINVAL);
  }

  @Test
  void noReleaseHasTheBugsOfItsTime() {
    Script script = Script.on("5.14.0", 2).open(0, 0).open(1, 1).map(0, 2).store(0);

    assertThat(script.copy().exclusive(0, 0, 3).last().reply())
        .isEqualTo(Reply.refused(Errno.EBUSY));
    script.toDevice(0, 0, 1);
    assertThat(script.copy().read(1, 0, 1).last().reply()).isEqualTo(Reply.ZERO);
    assertThat(script.close(0).seenBy(0, 0)).isEqualTo(0x02);
  }

  @Test
  void theThirdDriverHadNoRelease() {
    Script script = Script.on("6.0.0", 3).open(0, 0).map(0, 2).store(0).toDevice(0, 0, 1);

    assertThat(script.copy().release(0).last().reply()).isEqualTo(EINVAL);
    assertThat(script.toSystem(0, 0, 1).out("cpages")).isEqualTo(1);
  }
}
