package org.pageproof.sut.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.pageproof.sut.simulator.Script.script;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Api;
import org.pageproof.vocabulary.userfaultfd.Open;

class SimulatorTest {
  @Test
  void namesItselfAndItsFaults() {
    try (Simulator simulator =
        new Simulator(Profile.linux61(), Set.of(Fault.WAKE_MISSING_COPY), "1.2")) {
      assertThat(simulator.environment().sut()).isEqualTo("simulator");
      assertThat(simulator.environment().tool()).isEqualTo("1.2");
      assertThat(simulator.environment().faults()).containsExactly("s-wake-missing-copy");
      assertThat(simulator.fresh().environment()).isEqualTo(simulator.environment());
    }
  }

  @Test
  void beginsEachSequenceWithAnEmptyKernel() {
    Script script = script().open(0).map(0, 2).store(0, 0);

    assertThat(script.run()).isEqualTo(script.run());
  }

  @Test
  void keepsTheViewsThatDidNotChange() {
    List<Observation> seen = script().open(0).map(0, 2).store(0, 0).poll(0).run();

    assertThat(seen.get(3).pages()).isSameAs(seen.get(2).pages());
    assertThat(seen.get(3).layout()).isSameAs(seen.get(1).layout());
    assertThat(seen.get(3).descriptors()).isSameAs(seen.get(0).descriptors());
  }

  @Test
  void raisesASignalInTheThreadAndGoesOn() {
    Script script =
        script()
            .openUnready(0, Open.Entry.SYSCALL, Open.O_NONBLOCK)
            .api(0, Api.FEATURE_SIGBUS)
            .map(0, 1)
            .register(0, 0, 0, 1)
            .load(0, 0)
            .poll(0);

    assertThat(script.run()).extracting(Observation::reply).endsWith(Reply.SIGBUS, Reply.ZERO);
  }
}
