package org.pageproof.sut.vm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.vm.QmpMessage.Failed;
import org.pageproof.sut.vm.QmpMessage.Greeting;
import org.pageproof.sut.vm.QmpMessage.Happened;
import org.pageproof.sut.vm.QmpMessage.Returned;

/** The lines are QEMU 7.2's. */
class QmpMessageTest {
  @Test
  void whatQemuSays() {
    assertThat(
            QmpMessage.parse(
                "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 22, \"minor\": 2, \"major\": 7},"
                    + " \"package\": \"Debian 1:7.2\"}, \"capabilities\": [\"oob\"]}}"))
        .isEqualTo(new Greeting());
    assertThat(QmpMessage.parse("{\"return\": {}}")).isEqualTo(new Returned());
    assertThat(
            QmpMessage.parse(
                "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"The command x has not"
                    + " been found\"}}"))
        .isEqualTo(new Failed("The command x has not been found"));
    assertThat(
            QmpMessage.parse(
                "{\"timestamp\": {\"seconds\": 1795196685, \"microseconds\": 272932}, \"event\":"
                    + " \"SHUTDOWN\", \"data\": {\"guest\": true, \"reason\": \"guest-reset\"}}"))
        .isEqualTo(new Happened("SHUTDOWN", "guest-reset"));
    assertThat(
            QmpMessage.parse(
                "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"MIGRATION\","
                    + " \"data\": {\"status\": \"completed\"}}"))
        .isEqualTo(new Happened("MIGRATION", "completed"));
    assertThat(
            QmpMessage.parse(
                "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2}, \"event\": \"STOP\"}"))
        .isEqualTo(new Happened("STOP", ""));
  }

  @Test
  void nonsenseIsNamed() {
    assertThatThrownBy(() -> QmpMessage.parse("hello"))
        .isInstanceOf(HarnessException.class)
        .hasMessageContaining("hello");
    assertThatThrownBy(() -> QmpMessage.parse("{\"what\": 1}"))
        .isInstanceOf(HarnessException.class);
  }

  @Test
  void commandsAreOneLine() {
    assertThat(QmpMessage.command("stop", Map.of())).isEqualTo("{\"execute\":\"stop\"}");
    assertThat(QmpMessage.command("migrate", Map.of("uri", "exec:cat >'a \"b'")))
        .isEqualTo("{\"execute\":\"migrate\",\"arguments\":{\"uri\":\"exec:cat >'a \\\"b'\"}}");
    assertThat(
            QmpMessage.command(
                "migrate-set-capabilities", Map.of("capabilities", List.of(Map.of("state", true)))))
        .endsWith("\"arguments\":{\"capabilities\":[{\"state\":true}]}}");
  }
}
