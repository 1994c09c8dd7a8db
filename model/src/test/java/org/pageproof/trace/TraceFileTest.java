package org.pageproof.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

class TraceFileTest {
  private final TraceFile<UffdCommand> file = new TraceFile<>(new UffdCommandCodec());

  @Test
  void writesTheStoredFormThatOldTracesHave() throws IOException {
    byte[] written = file.encode(SampleTrace.sample());
    if (Boolean.getBoolean("golden.update")) {
      Files.write(Path.of("src/test/resources/golden/trace-v3.jsonl"), written);
    }
    assertThat(new String(written, UTF_8))
        .as("update with -Dgolden.update=true, and raise the schema version")
        .isEqualTo(SampleTrace.golden());
  }

  @Test
  void readsBackWhatItWrote() {
    assertThat(file.decode(file.encode(SampleTrace.sample()))).isEqualTo(SampleTrace.sample());
  }

  @Test
  void readsBackATraceThatEndedWithTheWorkersDeath() {
    Trace<UffdCommand> whole = SampleTrace.sample();
    Observation first = whole.observations().get(0);
    Observation died = Observation.lost(new Reply.Died("SIGKILL"), first);
    Trace<UffdCommand> cut =
        new Trace<>(whole.environment(), whole.sequence(), List.of(first, died));

    assertThat(file.decode(file.encode(cut))).isEqualTo(cut);
  }

  @Test
  void readsBackWhatTheKernelLogged() {
    Trace<UffdCommand> silent = SampleTrace.sample();
    Trace<UffdCommand> warned =
        new Trace<>(
            silent.environment(),
            silent.sequence(),
            silent.observations(),
            List.of("WARNING: \"quoted\"", " ? call+0x1/0x2"));

    assertThat(file.decode(file.encode(warned))).isEqualTo(warned).isNotEqualTo(silent);
  }
}
