package org.pageproof.sut.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.trace.JsonWriter;

class JournalTest {
  @TempDir private Path directory;

  @Test
  void otherSideSeesTheStepsOfTheCurrentSequence() {
    Path file = directory.resolve("journal");
    Journal driver = Journal.create(file);
    Journal worker = Journal.open(file);
    assertThat(driver.sequence()).isEqualTo(-1);

    worker.begin(4);
    JsonWriter json = new JsonWriter();
    json.object().name("step").value(0).endObject().endLine();
    worker.append(json);
    json.object().name("step").value(1).endObject().endLine();
    worker.append(json);

    assertThat(driver.sequence()).isEqualTo(4);
    assertThat(new String(driver.lines(), StandardCharsets.UTF_8))
        .isEqualTo("{\"step\":0}\n{\"step\":1}\n");

    worker.begin(5);
    assertThat(driver.lines()).isEmpty();
  }
}
