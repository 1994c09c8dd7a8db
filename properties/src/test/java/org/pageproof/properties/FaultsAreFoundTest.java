package org.pageproof.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.sut.simulator.Simulator;
import org.pageproof.verdict.Fingerprint;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** The suite's own conformance test: every planted bug is found, and told from the others. */
class FaultsAreFoundTest {
  private static final int TRIES = 3000;

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
  void noTwoFaultsShareAFingerprint() {
    Map<Fingerprint, Fault> owners = new HashMap<>();
    for (Fault fault : Fault.ofUserfaultfd()) {
      for (long seed = 0; seed < 10; seed++) {
        Fingerprint fingerprint = find(fault, seed).orElseThrow();
        assertThat(Optional.ofNullable(owners.put(fingerprint, fault)).orElse(fault))
            .as("the fault behind %s", fingerprint)
            .isEqualTo(fault);
      }
    }
  }

  @Test
  void aFaultlessSimulatorConforms() {
    assertThat(find(Set.of(), 3)).isEmpty();
  }

  private static Optional<Fingerprint> find(Fault fault, long seed) {
    return find(Set.of(fault), seed);
  }

  private static Optional<Fingerprint> find(Set<Fault> faults, long seed) {
    List<Fingerprint> found = new ArrayList<>();
    ConformanceListener<UffdState, UffdCommand> listener =
        new ConformanceListener<>() {
          @Override
          public void found(Finding<UffdCommand> finding) {
            found.add(finding.divergence().fingerprint());
          }
        };
    Suite<UffdState, UffdCommand> suite = Suite.userfaultfd(Profile.linux618());
    try (Simulator simulator = new Simulator(Profile.linux618(), faults, "test")) {
      Conformance<UffdState, UffdCommand> conformance =
          new Conformance<>(suite, simulator, listener, false, () -> false);
      CampaignOptions options = CampaignOptions.ofTries(seed, TRIES);
      new Campaign<>(options, suite, conformance, listener, System::nanoTime, () -> false).run();
    }
    return found.stream().findFirst();
  }
}
