package org.pageproof.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.pageproof.shrinking.HmmSimplifier;
import org.pageproof.shrinking.Size;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.sut.simulator.hmm.HmmSimulator;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.hmm.HmmCommand;

/**
 * Every planted bug of HMM is found, told from the others, and shrunk. The smallest sequences stand
 * in a golden file, the least of what many campaigns shrank to: {@code -Dgolden.update=true} runs
 * these, which takes minutes.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HmmFaultsAreFoundTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/hmm-minima.tsv");
  private static final int TRIES = 3000;
  private static final int SEEDS = 5;
  private static final int SEEDS_OF_UPDATE = 20;
  private static final Profile LINUX_612 = Profile.linux612().with(new MirrorDriver(4, 4));
  private static final Profile LINUX_72 = Profile.linux72().with(new MirrorDriver(5, 4));

  private final Map<Fault, List<Optional<Finding<HmmCommand>>>> found = new EnumMap<>(Fault.class);

  @BeforeAll
  void hunt() throws IOException {
    boolean update = Boolean.getBoolean("golden.update");
    for (Fault fault : faults()) {
      List<Optional<Finding<HmmCommand>>> findings = new ArrayList<>();
      for (long seed = 0; seed < (update ? SEEDS_OF_UPDATE : SEEDS); seed++) {
        findings.add(find(fault, seed));
      }
      found.put(fault, findings);
    }
    if (update) {
      update();
    }
  }

  private static List<Fault> faults() {
    return Fault.ofHmm();
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isFoundWithinAFewThousandSequences(Fault fault) {
    assertThat(found.get(fault)).as(fault.id()).allMatch(Optional::isPresent);
  }

  @Test
  void noTwoFaultsShareAFingerprint() {
    Map<String, Fault> owners = new HashMap<>();
    found.forEach(
        (fault, findings) -> {
          for (Optional<Finding<HmmCommand>> finding : findings) {
            String fingerprint = fingerprint(finding.orElseThrow());
            assertThat(Optional.ofNullable(owners.put(fingerprint, fault)).orElse(fault))
                .as("the fault behind %s", fingerprint)
                .isEqualTo(fault);
          }
        });
  }

  /** A fingerprint may have several minima that shrinking cannot reach from each other. */
  @Test
  void isShrunkToTheSmallest() throws IOException {
    Map<String, Size> minima = golden();
    List<String> larger = new ArrayList<>();
    found.forEach(
        (fault, findings) -> {
          for (Optional<Finding<HmmCommand>> finding : findings) {
            String key = key(fault, finding.orElseThrow());
            Size size = size(finding.orElseThrow());
            Optional<Size> minimum = Optional.ofNullable(minima.get(key));
            minimum.ifPresent(least -> assertThat(size).as(key).isGreaterThanOrEqualTo(least));
            if (minimum.isEmpty() || size.compareTo(minimum.get()) > 0) {
              larger.add(key + ": " + size + " instead of " + minimum);
            }
          }
        });
    assertThat(larger)
        .hasSizeLessThanOrEqualTo(found.values().stream().mapToInt(List::size).sum() / 20);
  }

  private static Optional<Finding<HmmCommand>> find(Fault fault, long seed) {
    Profile profile = fault.isFaultIn(LINUX_612) ? LINUX_612 : LINUX_72;
    return FaultHunt.first(
        Suite.hmm(profile),
        new HmmSimulator(profile, Set.of(fault), "test"),
        CampaignOptions.ofTries(seed, TRIES));
  }

  private static String fingerprint(Finding<HmmCommand> finding) {
    return finding.divergence().fingerprint().toString();
  }

  private static String key(Fault fault, Finding<HmmCommand> finding) {
    return fault.id() + "\t" + fingerprint(finding);
  }

  private static Size size(Finding<HmmCommand> finding) {
    CommandSequence<HmmCommand> sequence = finding.judgement().trace().sequence();
    return new HmmSimplifier().size(sequence.commands(), sequence.plan());
  }

  private static Map<String, Size> golden() throws IOException {
    Map<String, Size> minima = new TreeMap<>();
    for (String line : Files.readAllLines(GOLDEN)) {
      String[] fields = line.split("\t", -1);
      minima.put(fields[0] + "\t" + fields[2], Size.parse(fields[1]));
    }
    return minima;
  }

  private void update() throws IOException {
    Map<String, Size> minima = new TreeMap<>();
    found.forEach(
        (fault, findings) -> {
          for (Optional<Finding<HmmCommand>> finding : findings) {
            Finding<HmmCommand> shrunk = finding.orElseThrow();
            minima.merge(
                key(fault, shrunk),
                size(shrunk),
                (one, other) -> one.compareTo(other) < 0 ? one : other);
          }
        });
    List<String> lines = new ArrayList<>();
    minima.forEach((key, size) -> lines.add(key.replaceFirst("\t", "\t" + size + "\t")));
    Files.write(GOLDEN, lines);
  }
}
