package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.pageproof.reports.RunSummary;
import org.pageproof.reports.RunSummary.Distinct;
import org.pageproof.reports.RunVerdict;
import org.pageproof.sut.simulator.Fault;

/** Runs of the simulator with a planted bug. */
final class FaultRun {
  private FaultRun() {}

  /**
   * Runs until the bug is found.
   *
   * @param options how long to look, and where to begin
   * @return the folder of the only divergence
   */
  static Path find(Fault fault, Path reports, String... options) {
    String name = fault.isOfHmm() ? "hmm" : "userfaultfd";
    List<Object> arguments = new ArrayList<>(List.of("run", "--interface", name));
    arguments.addAll(List.of("--sut=simulator", "--fault", fault.id()));
    arguments.addAll(List.of("--report-dir", reports));
    arguments.addAll(List.of(options));
    Cli.Result result = Cli.here(arguments.toArray());
    result.assertCode(1);
    assertThat(result.complaints()).isEmpty();
    String folder = only(reports).folder();
    assertThat(result.out()).contains("divergence ", "see " + reports + "/" + folder);
    return reports.resolve(folder);
  }

  /** The only divergence of a run. */
  static Distinct only(Path reports) {
    RunSummary summary = Cli.summary(reports);
    assertThat(summary.verdict()).isEqualTo(RunVerdict.DIVERGES);
    assertThat(summary.divergences()).hasSize(1);
    return summary.divergences().get(0);
  }
}
