package org.pageproof.shrinking;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.pageproof.bench.Target;
import org.pageproof.reference.Oracle;
import org.pageproof.reference.userfaultfd.UffdModel;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.shrinking.Shrinker.Shrunk;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.sut.simulator.Simulator;
import org.pageproof.verdict.Divergence;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * Shrinks sequences that diverge only after 200 commands that interact with what diverges: every
 * planted fault with 50 seeds. Counts the executions, and how many results are as small as the
 * minimum that an exhaustive search has proven.
 */
public final class ShrinkBenchmark {
  private static final String MINIMA = "/golden/minima.tsv";
  private static final int SEEDS = 50;
  private static final int PADDING = 200;
  private static final double MAX_EXECUTIONS = 100;
  private static final double MIN_PERCENT = 95;

  private final UffdModel model = new UffdModel(Profile.linux618());
  private final UffdSimplifier simplifier = new UffdSimplifier();
  private final Map<String, Size> minima;
  private final List<Integer> executions = new ArrayList<>();
  private int minimal;
  private int unproven;

  private ShrinkBenchmark(Map<String, Size> minima) {
    this.minima = minima;
  }

  /** Runs the benchmark. */
  public static void main(String[] args) throws IOException {
    ShrinkBenchmark benchmark = new ShrinkBenchmark(readMinima());
    for (Fault fault : Fault.ofUserfaultfd()) {
      benchmark.shrink(fault);
    }
    benchmark.report();
  }

  /** The proven sizes, by fault and fingerprint. */
  private static Map<String, Size> readMinima() throws IOException {
    Map<String, Size> minima = new HashMap<>();
    try (InputStream in = ShrinkBenchmark.class.getResourceAsStream(MINIMA)) {
      if (in == null) {
        throw new IOException("there is no " + MINIMA + " among the test resources");
      }
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] fields = line.split("\t", 3);
        if (fields.length == 3 && !line.startsWith("#")) {
          minima.put(key(fields[0], fields[2]), size(fields[1]));
        }
      }
    }
    return minima;
  }

  private static Size size(String text) {
    int[] n = Arrays.stream(text.split(",", -1)).mapToInt(Integer::parseInt).toArray();
    return new Size(n[0], n[1], n[2], n[3], n[4]);
  }

  private static String key(String fault, String fingerprint) {
    return fault + " " + fingerprint;
  }

  private void shrink(Fault fault) {
    PaddedTraces traces = new PaddedTraces(fault);
    Simulator simulator = new Simulator(Profile.linux618(), Set.of(fault), "bench");
    int minimalBefore = minimal;
    List<Integer> counts = new ArrayList<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      PaddedTraces.Padded padded = traces.draw(seed, PADDING);
      Shrunk<UffdCommand> shrunk =
          new Shrinker<UffdState, UffdCommand>(
                  model, simplifier, candidate -> run(simulator, candidate), () -> false)
              .shrink(padded.trace(), padded.divergence());
      counts.add(shrunk.executions());
      compare(fault, shrunk);
    }
    executions.addAll(counts);
    counts.sort(null);
    System.out.printf(
        Locale.ROOT,
        "%-26s %2d of %d minimal; executions: median %d, most %d%n",
        fault.id(),
        minimal - minimalBefore,
        SEEDS,
        counts.get(SEEDS / 2),
        counts.get(SEEDS - 1));
  }

  private Optional<Divergence> run(Simulator simulator, CommandSequence<UffdCommand> candidate) {
    Verdict verdict =
        new Oracle<>(model).judge(simulator.execute(candidate), (state, command, rule) -> {});
    return verdict instanceof Verdict.Diverges diverges
        ? Optional.of(diverges.divergence())
        : Optional.empty();
  }

  private void compare(Fault fault, Shrunk<UffdCommand> shrunk) {
    CommandSequence<UffdCommand> result = shrunk.sequence();
    Size size = simplifier.size(result.commands(), result.plan());
    String fingerprint = shrunk.divergence().fingerprint().toString();
    @Nullable Size proven = minima.get(key(fault.id(), fingerprint));
    if (proven == null) {
      unproven++;
      System.out.println("  no minimum is proven for " + fingerprint + "; size " + size);
    } else if (proven.equals(size)) {
      minimal++;
    } else {
      String verdict = size.compareTo(proven) < 0 ? " is LESS than the minimum " : " is not ";
      System.out.println("  size " + size + verdict + proven + ": " + fingerprint);
    }
  }

  private void report() {
    executions.sort(null);
    int all = executions.size();
    System.out.printf(
        "%d shrunk, %d of them minimal, %d without a proven minimum (not counted as minimal)%n",
        all, minimal, unproven);
    System.out.printf(
        "executions: 90 of 100 need at most %d, all at most %d%n",
        executions.get(all * 9 / 10), executions.get(all - 1));
    Target.atMost("shrinking, median of executions", executions.get(all / 2), MAX_EXECUTIONS);
    Target.atLeast("shrinking, minimal results of 100", 100.0 * minimal / all, MIN_PERCENT);
  }
}
