package org.pageproof.properties;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.reports.DivergenceFolder;
import org.pageproof.reports.InconclusiveTraces;
import org.pageproof.reports.InterfaceReports;
import org.pageproof.reports.RunSummary;
import org.pageproof.reports.RunVerdict;
import org.pageproof.sut.simulator.Fault;
import org.pageproof.sut.simulator.Simulator;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** What a run says of itself at its end. */
class RunRecorderTest {
  @TempDir private Path reports;

  /** Who reads of a divergence shall know that there may be more. */
  @Test
  void tellsWhyItIsUndecidedThoughItDiverges() {
    Suite<UffdState, UffdCommand> suite = Suite.userfaultfd(Profile.linux618());
    Set<Fault> fault = Set.of(Fault.WAKE_ONE_OF_TWO);
    try (Simulator simulator = new Simulator(Profile.linux618(), fault, "test")) {
      RunRecorder<UffdState, UffdCommand> recorder = recorder(suite);
      Conformance<UffdState, UffdCommand> conformance =
          new Conformance<>(suite, simulator, recorder, any -> true, () -> false);
      CampaignOptions options = CampaignOptions.ofTries(1, 512);
      new Campaign<>(options, suite, conformance, recorder, System::nanoTime, () -> false).run();
      recorder.inconclusive(
          simulator.execute(Sequences.drawn(suite, 1, 1).get(0)), "did not repeat");

      RunSummary summary = recorder.finish(1);
      assertThat(summary.verdict()).isEqualTo(RunVerdict.DIVERGES);
      assertThat(summary.reason()).isEqualTo("1 inconclusive, the first: did not repeat");
    }
  }

  private RunRecorder<UffdState, UffdCommand> recorder(Suite<UffdState, UffdCommand> suite) {
    InterfaceReports<UffdCommand> words = InterfaceReports.userfaultfd();
    return new RunRecorder<>(
        suite.model(),
        event -> {},
        new DivergenceFolder<>(reports, words),
        new InconclusiveTraces<>(reports, words.codec()),
        "test",
        1,
        Set.of(),
        System::nanoTime);
  }
}
