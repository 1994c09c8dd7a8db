package org.pageproof.reports;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs that the tool itself made with the simulator, one for each way to end: {@code
 * src/test/resources/runs}. To make them again: {@code mvn -pl model,sut,reports,properties verify
 * -Dgolden.update=true}.
 */
public enum StoredRuns {
  PASS,
  DIVERGE,
  KNOWN,
  SKIPPED,
  INCONCLUSIVE,
  BAIL_OUT;

  private static final Path FOLDER = Path.of("src", "test", "resources", "runs");

  /** The run's events. */
  public List<RunEvent> events() {
    return RunLog.readFinished(FOLDER.resolve(id()));
  }

  /** The name of the run's folder. */
  public String id() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }

  /** The stored runs and those that no simulator can make. */
  public static List<List<RunEvent>> all() {
    List<List<RunEvent>> all = new ArrayList<>();
    for (StoredRuns stored : values()) {
      all.add(stored.events());
    }
    all.addAll(
        List.of(
            Runs.conforming(),
            Runs.diverging(),
            Runs.skipped(),
            Runs.inconclusive(),
            Runs.broken(),
            Runs.hostile()));
    return all;
  }
}
