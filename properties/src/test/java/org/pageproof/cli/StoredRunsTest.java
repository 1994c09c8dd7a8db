package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunLog;

/** The logs that the formats are tested with, one for each way a run ends; see StoredRuns. */
class StoredRunsTest {
  private static final Path STORED =
      Path.of("..", "reports", "src", "test", "resources", "runs").toAbsolutePath().normalize();
  private static final String FOUND = "uffd-copy-ok-waiters-woken-partly-woken";

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "pass, CONFORMS",
    "diverge, DIVERGES",
    "known, CONFORMS",
    "skipped, SKIPPED",
    "inconclusive, INCONCLUSIVE",
    "bail-out, DIVERGES"
  })
  void areThere(String name, String verdict) {
    List<RunEvent> events = RunLog.readFinished(STORED.resolve(name));
    RunEvent last = events.get(events.size() - 1);
    assertThat(((RunEvent.RunFinished) last).summary().verdict().name()).isEqualTo(verdict);
  }

  @Test
  @EnabledIfSystemProperty(named = "golden.update", matches = "true")
  void areMadeAgain() throws IOException {
    make("pass", "--tries=60", "--seed=1", "--known=avoid");
    make("diverge", "--fault=s-wake-one-of-two", "--tries=600", "--seed=3");
    make("known", "--tries=150", "--seed=2");
    Files.createFile(Files.createDirectory(directory.resolve("bail-out")).resolve(FOUND));
    make("bail-out", "--fault=s-wake-one-of-two", "--tries=600", "--seed=3");
    Path none = Files.createFile(directory.resolve("no-directory"));
    Cli cli = Cli.in(directory).withJavaOption("-Djna.nosys=true");
    make(cli.withJavaOption("-Djna.tmpdir=" + none), "skipped", "kernel", "--tries=1", "--seed=1");
    Cli interrupted = Cli.in(directory).through("timeout", "--signal=INT", "9");
    make(interrupted, "inconclusive", "simulator", "--budget=99s", "--seed=1", "--max-commands=3");
  }

  private void make(String name, String... options) throws IOException {
    make(Cli.in(directory), name, "simulator", options);
  }

  private void make(Cli cli, String name, String sut, String... options) throws IOException {
    String[] all = new String[options.length + 5];
    List.of("run", "--sut", sut, "--report-dir", name).toArray(all);
    System.arraycopy(options, 0, all, 5, options.length);
    cli.run(all);
    Path log = directory.resolve(name).resolve(RunLog.FILE_NAME);
    Files.createDirectories(STORED.resolve(name));
    Files.copy(
        log, STORED.resolve(name).resolve(RunLog.FILE_NAME), StandardCopyOption.REPLACE_EXISTING);
  }
}
