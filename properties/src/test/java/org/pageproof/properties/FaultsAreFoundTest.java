package org.pageproof.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.sut.simulator.Simulator;
import org.pageproof.sut.simulator.hmm.HmmSimulator;
import org.pageproof.verdict.Fingerprint;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Profile;

/**
 * The suite's own conformance test: every planted bug of userfaultfd is found, and told from the
 * others.
 */
class FaultsAreFoundTest {
  private static final int TRIES = 3000;
  private static final Profile LINUX_612 = Profile.linux612().with(new MirrorDriver(4, 4));
  private static final Profile LINUX_72 = Profile.linux72().with(new MirrorDriver(5, 4));

  private static List<Fault> faults() {
    return Fault.ofUserfaultfd();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isFoundWithinAFewThousandSequences(Fault fault) {
    for (long seed = 0; seed < 5; seed++) {
      assertThat(find(fault, seed)).as("%s with seed %d", fault.id(), seed).isPresent();
    }
  }

  @Test
  void noTwoFaultsOfUserfaultfdShareAFingerprint() {
    assertDistinct(Fault.ofUserfaultfd());
  }

  private static void assertDistinct(List<Fault> faults) {
    Map<Fingerprint, Fault> owners = new HashMap<>();
    for (Fault fault : faults) {
      for (long seed = 0; seed < 10; seed++) {
        Fingerprint fingerprint = find(fault, seed).orElseThrow();
        assertThat(Optional.ofNullable(owners.put(fingerprint, fault)).orElse(fault))
            .as("the fault behind %s", fingerprint)
            .isEqualTo(fault);
      }
    }
  }

  @Test
  void faultlessSimulatorsConform() {
    Profile userfaultfd = Profile.linux618();
    assertThat(
            find(Suite.userfaultfd(userfaultfd), new Simulator(userfaultfd, Set.of(), "test"), 3))
        .isEmpty();
    for (Profile hmm : List.of(LINUX_612, LINUX_72)) {
      assertThat(find(Suite.hmm(hmm), new HmmSimulator(hmm, Set.of(), "test"), 3)).isEmpty();
    }
  }

  private static Optional<Fingerprint> find(Fault fault, long seed) {
    Profile profile = Profile.linux618();
    return find(Suite.userfaultfd(profile), new Simulator(profile, Set.of(fault), "test"), seed);
  }

  private static <S, C extends Command> Optional<Fingerprint> find(
      Suite<S, C> suite, SystemUnderTest<C> sut, long seed) {
    return FaultHunt.first(suite, sut, CampaignOptions.ofTries(seed, TRIES))
        .map(finding -> finding.divergence().fingerprint());
  }
}
