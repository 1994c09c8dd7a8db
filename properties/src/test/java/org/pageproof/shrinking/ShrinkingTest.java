package org.pageproof.shrinking;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pageproof.reference.Oracle;
import org.pageproof.reference.userfaultfd.UffdModel;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.shrinking.MinimumSearch.Smallest;
import org.pageproof.shrinking.PaddedTraces.Padded;
import org.pageproof.shrinking.Shrinker.Shrunk;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.sut.simulator.Simulator;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * Shrinking reaches the proven minimum, and is cheap. The minima stand in a golden file that an
 * exhaustive search makes: {@code -Dgolden.update=true} runs it, which takes minutes.
 */
class ShrinkingTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden/minima.tsv");
  private static final int SEEDS = 5;
  private static final int PADDING = 200;

  private final UffdModel model = new UffdModel(Profile.linux618());
  private final UffdSimplifier simplifier = new UffdSimplifier();

  @BeforeAll
  static void updateWhereAsked() throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      update();
    }
  }

  @Test
  void reachesTheProvenMinimumCheaply() throws IOException {
    Map<String, Size> minima = golden();
    List<Integer> executions = new ArrayList<>();
    List<String> larger = new ArrayList<>();
    for (Fault fault : Fault.ofUserfaultfd()) {
      PaddedTraces traces = new PaddedTraces(fault);
      for (long seed = 0; seed < SEEDS; seed++) {
        Padded padded = traces.draw(seed, PADDING);
        Shrunk<UffdCommand> shrunk = shrink(fault, padded);
        executions.add(shrunk.executions());
        String key = key(fault, padded.divergence().fingerprint().toString());
        Size size = simplifier.size(shrunk.sequence().commands(), shrunk.sequence().plan());
        Optional<Size> minimum = Optional.ofNullable(minima.get(key));
        minimum.ifPresent(least -> assertThat(size).as(key).isGreaterThanOrEqualTo(least));
        if (minimum.isEmpty() || size.compareTo(minimum.get()) > 0) {
          larger.add(key + ": " + size + " instead of " + minimum);
        }
      }
    }
    Collections.sort(executions);
    assertThat(executions.get(executions.size() / 2)).as("median executions").isLessThan(100);
    assertThat(larger).hasSizeLessThanOrEqualTo(executions.size() / 20);
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void theGoldenMinimaAgreeWithASmallSearch(Fault fault) throws IOException {
    Map<String, Size> minima = golden();
    new MinimumSearch(fault, FaultSearch.of(fault).alphabet().atMost(1, 1, 1))
        .search(5)
        .forEach(
            (fingerprint, smallest) ->
                assertThat(minima.get(key(fault, fingerprint)))
                    .as(fingerprint)
                    .isNotNull()
                    .isLessThanOrEqualTo(smallest.size()));
  }

  @ParameterizedTest
  @EnumSource(Fault.class)
  void everyProvenMinimumReallyDiverges(Fault fault) {
    UffdAlphabet alphabet = FaultSearch.of(fault).alphabet().atMost(2, 1, 1);
    Map<String, Smallest> found = new MinimumSearch(fault, alphabet).search(5);
    found.forEach(
        (fingerprint, smallest) -> {
          CommandSequence<UffdCommand> sequence =
              new CommandSequence<>(new AddressPlan(1), smallest.commands());
          Verdict verdict = judge(simulator(fault), sequence);
          assertThat(verdict).isInstanceOf(Verdict.Diverges.class);
          assertThat(((Verdict.Diverges) verdict).divergence().fingerprint())
              .hasToString(fingerprint);
        });
  }

  private Shrunk<UffdCommand> shrink(Fault fault, Padded padded) {
    Simulator simulator = simulator(fault);
    return new Shrinker<UffdState, UffdCommand>(
            model,
            simplifier,
            candidate ->
                judge(simulator, candidate) instanceof Verdict.Diverges diverges
                    ? Optional.of(diverges.divergence())
                    : Optional.empty(),
            () -> false)
        .shrink(padded.trace(), padded.divergence());
  }

  private Verdict judge(Simulator simulator, CommandSequence<UffdCommand> sequence) {
    return new Oracle<>(model).judge(simulator.execute(sequence), (state, command, rule) -> {});
  }

  private static Simulator simulator(Fault fault) {
    return new Simulator(Profile.linux618(), Set.of(fault), "test");
  }

  private static String key(Fault fault, String fingerprint) {
    return fault.id() + "\t" + fingerprint;
  }

  private static Map<String, Size> golden() throws IOException {
    Map<String, Size> minima = new TreeMap<>();
    for (String line : Files.readAllLines(GOLDEN)) {
      String[] fields = line.split("\t", -1);
      minima.put(fields[0] + "\t" + fields[2], Size.parse(fields[1]));
    }
    return minima;
  }

  private static void update() throws IOException {
    List<String> lines = new ArrayList<>();
    for (Fault fault : Fault.ofUserfaultfd()) {
      FaultSearch search = FaultSearch.of(fault);
      new MinimumSearch(fault, search.alphabet())
          .search(search.commands())
          .forEach((print, least) -> lines.add(fault.id() + "\t" + least.size() + "\t" + print));
    }
    Files.write(GOLDEN, lines);
  }
}
