package org.pageproof.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunSummaryTest {
  @Test
  void onlyWhatWasNeverMetMayBeGone() {
    RunSummary summary =
        new RunSummary(
            RunVerdict.CONFORMS,
            "",
            new RunSummary.Counts(9, 99, 50, 0, 9, 1.5),
            Map.of("B", 0L, "A", 2L),
            2,
            Map.of(),
            Map.of(),
            List.of(),
            Map.of("A-DEFECT", 1L),
            Map.of("A-DEFECT", 3L, "B-DEFECT", 4L),
            List.of());

    assertThat(summary.gone()).containsExactly(Map.entry("B-DEFECT", 4L));
    assertThat(summary.rulesReached()).isOne();
    assertThat(summary.rules().keySet()).containsExactly("A", "B");
  }
}
