package org.pageproof.sut.vm;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.pageproof.sut.HarnessException;
import org.pageproof.trace.JsonObject;
import org.pageproof.trace.JsonReader;
import org.pageproof.trace.JsonWriter;
import org.pageproof.trace.TraceFormatException;

/**
 * What QEMU says over its machine protocol (QEMU's docs/interop/qmp-spec.rst), as far as it is used
 * here: each message is one line of JSON.
 */
sealed interface QmpMessage
    permits QmpMessage.Greeting, QmpMessage.Returned, QmpMessage.Failed, QmpMessage.Happened {

  /** The first message. */
  record Greeting() implements QmpMessage {}

  /** A command was done. */
  record Returned() implements QmpMessage {}

  /** A command was refused. */
  record Failed(String why) implements QmpMessage {}

  /**
   * Something happened.
   *
   * @param event its name, such as {@code SHUTDOWN}
   * @param data what it says in words: {@code status} or {@code reason}; empty if neither
   */
  record Happened(String event, String data) implements QmpMessage {}

  /**
   * Reads a line.
   *
   * @throws HarnessException if it is nothing that QEMU says
   */
  static QmpMessage parse(String line) {
    byte[] text = line.getBytes(StandardCharsets.UTF_8);
    try {
      JsonObject json = JsonReader.parse(text, 0, text.length);
      if (json.has("event")) {
        return new Happened(json.text("event"), data(json));
      }
      if (json.has("error")) {
        return new Failed(json.object("error").text("desc"));
      }
      if (json.has("QMP")) {
        return new Greeting();
      }
      if (json.has("return")) {
        return new Returned();
      }
      throw new HarnessException("QEMU says what is unknown: " + line);
    } catch (TraceFormatException e) {
      throw new HarnessException("QEMU cannot be understood: " + line, e);
    }
  }

  private static String data(JsonObject event) {
    if (!event.has("data")) {
      return "";
    }
    JsonObject data = event.object("data");
    Optional<String> name =
        data.names().stream().filter(n -> n.equals("status") || n.equals("reason")).findFirst();
    return name.map(data::text).orElse("");
  }

  /** A command, as a line without its end. */
  static String command(String name, Map<String, ?> arguments) {
    JsonWriter json = new JsonWriter();
    json.object().name("execute").value(name);
    if (!arguments.isEmpty()) {
      json.name("arguments");
      write(arguments, json);
    }
    json.endObject();
    return new String(json.bytesFrom(0), StandardCharsets.UTF_8);
  }

  private static void write(Object value, JsonWriter json) {
    if (value instanceof Map<?, ?> map) {
      json.object();
      map.forEach((name, field) -> write(field, json.name(String.valueOf(name))));
      json.endObject();
    } else if (value instanceof Iterable<?> list) {
      json.array();
      list.forEach(element -> write(element, json));
      json.endArray();
    } else if (value instanceof Boolean truth) {
      json.value(truth.booleanValue());
    } else {
      json.value(String.valueOf(value));
    }
  }
}
