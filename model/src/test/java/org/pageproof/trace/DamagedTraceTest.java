package org.pageproof.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

class DamagedTraceTest {
  private final TraceFile<UffdCommand> file = new TraceFile<>(new UffdCommandCodec());

  @ParameterizedTest
  @CsvSource({
    "'\"reply\":0','\"reply\":1',edited",
    "'\"v\":3','\"v\":1',schema version 1",
    "'\"interface\":\"userfaultfd\"','\"interface\":\"hmm\"',of the interface 'hmm'",
    "pageproof-trace,something-else,not a Pageproof trace",
  })
  void refusesWhatItDidNotWrite(String from, String to, String complaint) throws IOException {
    byte[] changed = SampleTrace.golden().replaceFirst(Pattern.quote(from), to).getBytes(UTF_8);

    assertThatThrownBy(() -> file.decode(changed))
        .isInstanceOf(TraceFormatException.class)
        .message()
        .contains(complaint.replace("''", "'"))
        .doesNotContain("\n");
  }

  @Test
  void refusesEveryTruncation() throws IOException {
    byte[] whole = SampleTrace.golden().getBytes(UTF_8);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> file.decode(cut))
          .as("the first %d bytes", length)
          .isInstanceOf(TraceFormatException.class);
    }
  }

  @Test
  void survivesEveryChangedByte() throws IOException {
    byte[] whole = SampleTrace.golden().getBytes(UTF_8);
    for (int i = 0; i < whole.length; i++) {
      byte[] changed = whole.clone();
      changed[i] ^= 0x15;
      assertThatThrownBy(() -> file.decode(changed))
          .as("byte %d changed", i)
          .isInstanceOf(TraceFormatException.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'{\"step\":0,\"id\":1,\"do\":\"dance\"}',no such command",
    "'{\"step\":0,\"id\":1,\"do\":\"close\",\"fd\":7}',not between 0 and 1",
    "'{\"step\":0,\"id\":1,\"do\":\"close\"}',''fd'' is missing",
    "'{\"step\":3,\"id\":1,\"do\":\"close\",\"fd\":0}',step 0 expected",
    "'{\"step\":0,\"id\":1,\"do\":\"unmap\",\"range\":\"r9p0+1\"}',no such range",
    "'{\"step\":0,\"id\":1,\"do\":\"unmap\",\"range\":\"r3p9+1\"}',outside the arena",
    "'{\"step\":0,\"id\":-1,\"do\":\"close\",\"fd\":0}',''id'' is -1",
  })
  void saysWhatIsWrongWithALine(String line, String complaint) {
    StepReader<UffdCommand> reader = new StepReader<>(new UffdCommandCodec(), SampleTrace.PLAN);
    byte[] bytes = line.getBytes(UTF_8);

    assertThatThrownBy(() -> reader.command(JsonReader.parse(bytes, 0, bytes.length)))
        .isInstanceOf(TraceFormatException.class)
        .hasMessageContaining(complaint.replace("''", "'"));
  }
}
