package org.pageproof.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Environment;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Trace;

/**
 * A stored trace: a header line (schema version, environment, plan), one line for each step, and an
 * end line with the number of commands and a checksum of all bytes before it, so that a truncated
 * or edited file is refused.
 */
public final class TraceFile<C extends Command> {
  /** The version this code writes, and the only one it reads. */
  public static final int SCHEMA_VERSION = 3;

  private static final String TYPE = "pageproof-trace";

  private final CommandCodec<C> codec;

  /** Traces of the codec's interface. */
  public TraceFile(CommandCodec<C> codec) {
    this.codec = codec;
  }

  /** The trace as bytes. */
  public byte[] encode(Trace<C> trace) {
    JsonWriter json = new JsonWriter();
    header(trace, json);
    StepWriter<C> steps = new StepWriter<>(codec, trace.sequence().plan(), json);
    List<C> commands = trace.sequence().commands();
    for (int i = 0; i < commands.size(); i++) {
      if (i < trace.observations().size()) {
        steps.step(commands.get(i), trace.observations().get(i));
      } else {
        steps.command(commands.get(i));
      }
    }
    String crc = checksum(json.bytesFrom(0), json.size());
    json.object().name("type").value("end").name("steps").value(commands.size());
    json.name("crc32").value(crc).endObject().endLine();
    return json.bytesFrom(0);
  }

  /**
   * Reads a trace.
   *
   * @throws TraceFormatException if the bytes are no trace, or one of another version or interface,
   *     or were truncated or edited
   */
  public Trace<C> decode(byte[] bytes) {
    JsonObject header = header(bytes);
    checkHeader(header);
    List<int[]> lines = lines(bytes);
    JsonObject end = lines.size() < 2 ? header : line(bytes, lines, lines.size() - 1);
    if (!end.has("type") || !end.text("type").equals("end")) {
      throw new TraceFormatException("the trace is truncated: its end line is missing");
    }
    checkEnd(bytes, lines, end);
    AddressPlan plan = plan(header);
    StepReader<C> reader = new StepReader<>(codec, plan);
    List<C> commands = new ArrayList<>();
    List<Observation> observations = new ArrayList<>();
    for (int i = 1; i < lines.size() - 1; i++) {
      JsonObject step = line(bytes, lines, i);
      commands.add(reader.command(step));
      if (step.has("reply")) {
        observations.add(reader.observation(step));
      }
    }
    return new Trace<>(
        environment(header),
        new CommandSequence<>(plan, commands),
        observations,
        header.has("log") ? texts(header, "log") : List.of());
  }

  /**
   * The interface that a trace's header names, so that the trace can be read with its codec.
   *
   * @throws TraceFormatException if the bytes are no trace, or one of another version
   */
  public static String interfaceOf(byte[] bytes) {
    return interfaceOf(header(bytes));
  }

  private static String interfaceOf(JsonObject header) {
    if (!header.has("type") || !header.text("type").equals(TYPE)) {
      throw new TraceFormatException("not a Pageproof trace: the header line is missing");
    }
    long version = header.number("v");
    if (version != SCHEMA_VERSION) {
      throw new TraceFormatException(
          "trace schema version " + version + "; this build reads version " + SCHEMA_VERSION);
    }
    return header.text("interface");
  }

  private void checkHeader(JsonObject header) {
    String name = interfaceOf(header);
    if (!name.equals(codec.interfaceName())) {
      throw new TraceFormatException(
          "a trace of the interface '" + name + "', not '" + codec.interfaceName() + "'");
    }
  }

  private static void checkEnd(byte[] bytes, List<int[]> lines, JsonObject end) {
    int covered = lines.get(lines.size() - 1)[0];
    if (!end.text("crc32").equals(checksum(bytes, covered))) {
      throw new TraceFormatException("the trace was edited: its checksum does not match");
    }
    int steps = lines.size() - 2;
    if (end.number("steps") != steps) {
      throw new TraceFormatException(
          "the trace is truncated: " + steps + " of " + end.number("steps") + " steps");
    }
  }

  private void header(Trace<C> trace, JsonWriter json) {
    Environment environment = trace.environment();
    AddressPlan plan = trace.sequence().plan();
    Profile profile = environment.profile();
    json.object().name("type").value(TYPE).name("v").value(SCHEMA_VERSION);
    json.name("interface").value(codec.interfaceName()).name("tool").value(environment.tool());
    json.name("sut").value(environment.sut()).name("release").value(profile.release().text());
    json.name("machine").value(environment.machine()).name("thp").value(environment.thp());
    json.name("features").value(profile.features());
    json.name("unrestricted").value(profile.unrestricted());
    json.name("device").value(profile.device()).name("ptrace").value(profile.ptrace());
    if (profile.driver().exists()) {
      json.name("ioctls").value(profile.driver().ioctls());
      json.name("devices").value(profile.driver().devices());
    }
    json.name("seed").value(environment.seed());
    json.name("faults").array();
    environment.faults().forEach(json::value);
    json.endArray().name("pages").value(plan.pagesPerRegion());
    if (plan.huge()) {
      json.name("huge").value(true);
    }
    if (!trace.kernelLog().isEmpty()) {
      json.name("log").array();
      trace.kernelLog().forEach(json::value);
      json.endArray();
    }
    json.endObject().endLine();
  }

  private static Environment environment(JsonObject header) {
    try {
      Profile profile =
          new Profile(
              KernelRelease.parse(header.text("release")),
              header.number("features"),
              header.truth("unrestricted"),
              header.truth("device"),
              header.truth("ptrace"),
              driver(header));
      List<String> faults = texts(header, "faults");
      return new Environment(
          header.text("tool"),
          header.text("sut"),
          profile,
          header.text("machine"),
          header.text("thp"),
          header.number("seed"),
          faults);
    } catch (IllegalArgumentException e) {
      throw new TraceFormatException("header: " + e.getMessage(), e);
    }
  }

  private static List<String> texts(JsonObject header, String name) {
    return header.array(name).stream().map(Object::toString).toList();
  }

  private static MirrorDriver driver(JsonObject header) {
    return header.has("ioctls")
        ? new MirrorDriver(
            header.number("ioctls", 1, MirrorDriver.NEWEST),
            header.number("devices", MirrorDriver.PRIVATE_DEVICES, MirrorDriver.DEVICE_SLOTS))
        : MirrorDriver.NONE;
  }

  private static AddressPlan plan(JsonObject header) {
    return new AddressPlan(
        header.number("pages", 1, AddressPlan.MAX_PAGES),
        header.has("huge") && header.truth("huge"));
  }

  private static JsonObject line(byte[] bytes, List<int[]> lines, int index) {
    int[] bounds = lines.get(index);
    try {
      return JsonReader.parse(bytes, bounds[0], bounds[1]);
    } catch (TraceFormatException e) {
      throw new TraceFormatException("line " + (index + 1) + ": " + e.getMessage(), e);
    }
  }

  /** The first line, read before anything else, so that a foreign file is named as such. */
  private static JsonObject header(byte[] bytes) {
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    if (end == bytes.length) {
      throw new TraceFormatException("not a Pageproof trace: it has no complete line");
    }
    try {
      return JsonReader.parse(bytes, 0, end);
    } catch (TraceFormatException e) {
      throw new TraceFormatException("not a Pageproof trace: " + e.getMessage(), e);
    }
  }

  /** The bounds of the lines; a last line without its line feed was truncated. */
  private static List<int[]> lines(byte[] bytes) {
    List<int[]> lines = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        lines.add(new int[] {start, i});
        start = i + 1;
      }
    }
    if (start != bytes.length) {
      throw new TraceFormatException("the trace is truncated in line " + (lines.size() + 1));
    }
    return lines;
  }

  private static String checksum(byte[] bytes, int length) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, length);
    return String.format("%08x", crc.getValue());
  }
}
