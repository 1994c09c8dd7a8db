package org.pageproof.properties;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pageproof.reference.AllowedStep;
import org.pageproof.reference.Oracle;
import org.pageproof.reference.userfaultfd.UffdModel;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.sut.driver.WorkerSut;
import org.pageproof.sut.kernel.KernelOptions;
import org.pageproof.sut.kernel.KernelSut;
import org.pageproof.sut.simulator.Simulator;
import org.pageproof.verdict.Verdict;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** What must hold of this machine's kernel for every sequence. */
class KernelLawsTest {
  private static final int SEQUENCES = 4000;

  private final List<WorkerSut<UffdCommand>> opened = new ArrayList<>();

  @BeforeEach
  void startWorker() {
    Optional<String> unavailable = KernelSut.unavailableBecause();
    assumeTrue(unavailable.isEmpty(), () -> "no kernel to test: " + unavailable.orElseThrow());
    opened.add(KernelSut.start(KernelOptions.standard("test")));
  }

  @AfterEach
  void endWorker() {
    opened.forEach(WorkerSut::close);
  }

  private WorkerSut<UffdCommand> kernel() {
    return opened.get(0);
  }

  private Suite<UffdState, UffdCommand> suite() {
    return Suite.userfaultfd(kernel().environment().profile());
  }

  @Test
  void theKernelConforms() {
    Oracle<UffdState, UffdCommand> oracle =
        new Oracle<>(new UffdModel(kernel().environment().profile()));
    kernel()
        .execute(Sequences.drawn(suite(), 11, SEQUENCES), trace -> assertConforms(oracle, trace));
  }

  @Test
  void everySubSequenceRunsOnTheKernel() {
    Oracle<UffdState, UffdCommand> oracle =
        new Oracle<>(new UffdModel(kernel().environment().profile()));
    Random random = new Random(12);
    List<CommandSequence<UffdCommand>> parts = new ArrayList<>();
    for (CommandSequence<UffdCommand> whole : Sequences.drawn(suite(), 12, SEQUENCES / 2)) {
      List<UffdCommand> kept = new ArrayList<>(whole.commands());
      kept.removeIf(command -> random.nextInt(3) == 0);
      parts.add(whole.with(kept));
    }
    kernel().execute(parts, trace -> assertConforms(oracle, trace));
  }

  private static void assertConforms(
      Oracle<UffdState, UffdCommand> oracle, Trace<UffdCommand> trace) {
    Verdict verdict = oracle.judge(trace, (state, command, rule) -> {});
    assertThat(verdict)
        .as("%s%n%s", trace.sequence(), trace.observations())
        .isInstanceOf(Verdict.Conforms.class);
  }

  /**
   * Simulator and kernel give equal observations. Where the model allows several outcomes the two
   * may choose differently, and from there on their states differ: there the comparison ends.
   */
  @Test
  void simulatorAndKernelAgree() {
    UffdModel model = new UffdModel(kernel().environment().profile());
    List<Trace<UffdCommand>> real = new ArrayList<>();
    List<CommandSequence<UffdCommand>> sequences = Sequences.drawn(suite(), 13, SEQUENCES);
    kernel().execute(sequences, real::add);
    long compared = 0;
    try (Simulator simulator = new Simulator(model.profile(), Set.of(), "test")) {
      for (int i = 0; i < sequences.size(); i++) {
        compared += assertAgree(model, real.get(i), simulator.execute(sequences.get(i)));
      }
    }
    long commands = sequences.stream().mapToLong(CommandSequence::size).sum();
    assertThat(compared).as("most steps are comparable").isGreaterThan(commands * 8 / 10);
  }

  private static int assertAgree(
      UffdModel model, Trace<UffdCommand> real, Trace<UffdCommand> simulated) {
    UffdState state = model.initialState(real.sequence().plan());
    for (int step = 0; step < real.observations().size(); step++) {
      UffdCommand command = real.sequence().commands().get(step);
      List<AllowedStep<UffdState>> allowed = model.allowed(state, command);
      if (allowed.size() > 1) {
        return step;
      }
      Observation seen = real.observations().get(step);
      assertThat(simulated.observations().get(step))
          .as("step %d of %s", step, real.sequence())
          .isEqualTo(seen);
      state = model.resolve(allowed.get(0).next(), seen);
    }
    return real.observations().size();
  }
}
