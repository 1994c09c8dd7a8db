package org.pageproof.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunLogTest {
  @TempDir private Path folder;

  @Test
  void readsWhatItWrote() {
    for (List<RunEvent> run :
        List.of(
            Runs.conforming(),
            Runs.diverging(),
            Runs.skipped(),
            Runs.inconclusive(),
            Runs.broken())) {
      write(run);
      assertThat(RunLog.read(folder)).isEqualTo(run);
    }
  }

  @Test
  void keepsHostileText() {
    write(Runs.hostile());
    String reason = ((RunEvent.PropertyFinished) RunLog.read(folder).get(2)).reason();
    assertThat(reason).isEqualTo(Runs.HOSTILE.replace('\ud800', '?'));
  }

  @Test
  void beginsEachLineWithTypeAndVersion() throws IOException {
    write(Runs.diverging());
    List<String> lines = Files.readAllLines(folder.resolve(RunLog.FILE_NAME));
    assertThat(lines)
        .hasSize(5)
        .allMatch(line -> line.matches("\\{\"type\":\"[a-z-]+\",\"v\":4,.*"));
    assertThat(lines.get(0))
        .startsWith("{\"type\":\"run-started\",\"v\":4,\"checked\":\"userfaultfd\",");
    assertThat(lines.get(4)).contains("\"verdict\":\"diverges\"");
  }

  @Test
  void leavesWhatWasToldBeforeAnInterruption() {
    try (RunLog log = RunLog.create(folder)) {
      log.on(Runs.conforming().get(0));
      assertThat(RunLog.read(folder)).containsExactly(Runs.conforming().get(0));
    }
  }

  @Test
  void refusesWhatIsNoLog() throws IOException {
    refuses("{\"type\":\"run-started\",\"v\":4", "is truncated in line 1");
    refuses("{\"type\":\"other\",\"v\":4}\n", "line 1: not an event of a run");
    refuses("[]\n", "line 1: not an event of a run");
    refuses("{\"type\":\"run-finished\",\"v\":3}\n", "version 3; this build reads 4");
    refuses("{\"type\":\"run-finished\",\"v\":4}\n", "line 1: ");
    refuses("{\"type\":\"run-finished\",\"v\":4,\"summary\":null}\n", "line 1: ");
    refuses("not json\n", "line 1: ");
  }

  private void refuses(String text, String message) throws IOException {
    Files.writeString(folder.resolve(RunLog.FILE_NAME), text);
    assertThatThrownBy(() -> RunLog.read(folder))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining(message)
        .message()
        .doesNotContain("\n");
  }

  @Test
  void tellsThatThereIsNoLog() {
    assertThatThrownBy(() -> RunLog.read(folder.resolve("none")))
        .isInstanceOf(ReportException.class)
        .hasMessageEndingWith("run.jsonl: no such file");
  }

  private void write(List<RunEvent> run) {
    try (RunLog log = RunLog.create(folder)) {
      run.forEach(log::on);
    }
  }
}
