package org.pageproof.reports.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.pageproof.reports.ReportException;
import org.pageproof.reports.RunLog;
import org.pageproof.reports.Runs;
import org.pageproof.reports.StoredRuns;

class JsonLinesTest {
  @TempDir private Path directory;

  /** What is printed is what is stored, so that a pipe is as good as a report directory. */
  @ParameterizedTest
  @EnumSource
  void isReadBackAsItWas(StoredRuns run) throws IOException {
    store(Rendered.text(run.events(), JsonLines::new));
    assertThat(RunLog.readFinished(directory)).isEqualTo(run.events());
  }

  @Test
  void aRunIsReadAsAWholeOrNotAtAll() throws IOException {
    String whole = Rendered.text(Runs.diverging(), JsonLines::new);
    List<String> lines = whole.lines().toList();
    refuses("", "the beginning of the run is missing");
    refuses(whole.substring(whole.indexOf('\n') + 1), "the beginning of the run is missing");
    refuses(whole.substring(0, whole.length() - 1), "is truncated in line 5");
    refuses(whole.substring(0, whole.indexOf(lines.get(4))), "the run did not end");
    refuses(whole + whole, "line 5: a second run in the same log");
    refuses(whole.replace("\"step\":1", "\"step\":2"), "line 2: ");
    refuses(whole.replace("\"seed\":42", "\"sead\":42"), "line 1: ");
    refuses(whole.replace("\"diverges\"", "\"differs\""), "line 3: ");
  }

  @Test
  void whatIsNoTextIsRefused() throws IOException {
    Files.write(directory.resolve(RunLog.FILE_NAME), new byte[] {(byte) 0xff, '\n'});
    assertThatThrownBy(() -> RunLog.readFinished(directory))
        .isInstanceOf(ReportException.class)
        .hasMessageEndingWith("it is no text");
  }

  private void refuses(String text, String message) throws IOException {
    store(text);
    assertThatThrownBy(() -> RunLog.readFinished(directory))
        .isInstanceOf(ReportException.class)
        .hasMessageContaining(message);
  }

  private void store(String text) throws IOException {
    Files.writeString(directory.resolve(RunLog.FILE_NAME), text);
  }
}
