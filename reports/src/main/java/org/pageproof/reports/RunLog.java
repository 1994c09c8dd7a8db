package org.pageproof.reports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The stored form of the event stream: one JSON object per line, {@code "type"} first, then {@code
 * "v"}. Each line is written at once, so that an interrupted run leaves what it found.
 */
public final class RunLog implements RunListener, AutoCloseable {
  /** The file's name within the report directory. */
  public static final String FILE_NAME = "run.jsonl";

  /** The version this code writes, and the only one it reads. */
  public static final int SCHEMA_VERSION = 4;

  private static final Map<String, Class<? extends RunEvent>> TYPES =
      Map.ofEntries(
          Map.entry("run-started", RunEvent.RunStarted.class),
          Map.entry("run-skipped", RunEvent.RunSkipped.class),
          Map.entry("rules-listed", RunEvent.RulesListed.class),
          Map.entry("divergence-traced", RunEvent.DivergenceTraced.class),
          Map.entry("kernel-facts", RunEvent.KernelFacts.class),
          Map.entry("round-finished", RunEvent.RoundFinished.class),
          Map.entry("divergence-found", RunEvent.DivergenceFound.class),
          Map.entry("harness-failed", RunEvent.HarnessFailed.class),
          Map.entry("property-finished", RunEvent.PropertyFinished.class),
          Map.entry("shard-merged", RunEvent.ShardMerged.class),
          Map.entry("run-finished", RunEvent.RunFinished.class));

  private static final ObjectMapper JSON = StrictJson.MAPPER;

  private final Path file;
  private final FileChannel to;

  private RunLog(Path file, FileChannel to) {
    this.file = file;
    this.to = to;
  }

  /**
   * Begins a new log in a report directory, which is made if need be.
   *
   * @throws ReportException if it cannot be written
   */
  public static RunLog create(Path reportDirectory) {
    Path file = reportDirectory.resolve(FILE_NAME);
    try {
      Files.createDirectories(reportDirectory);
      return new RunLog(
          file,
          FileChannel.open(
              file,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw ReportException.cannotWrite(file, e);
    }
  }

  /**
   * Reads the events of a report directory.
   *
   * @throws ReportException if there is no log, or it is truncated or of another version
   */
  public static List<RunEvent> read(Path reportDirectory) {
    return readFile(reportDirectory.resolve(FILE_NAME));
  }

  /**
   * Reads the events of a log, whatever its name.
   *
   * @throws ReportException if there is no log, or it is truncated or of another version
   */
  public static List<RunEvent> readFile(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new ReportException(file + ": not a run's log: it is no text", e);
    } catch (IOException e) {
      throw ReportException.cannotRead(file, e);
    }
    List<RunEvent> events = new ArrayList<>();
    int start = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', start)) {
      events.add(decode(text.substring(start, end), file + ", line " + (events.size() + 1)));
      start = end + 1;
    }
    if (start != text.length()) {
      throw new ReportException(file + " is truncated in line " + (events.size() + 1));
    }
    return events;
  }

  /**
   * Reads the events of a run that ended.
   *
   * @throws ReportException as {@link #read} does, and if the log is not that of one run from its
   *     beginning to its end
   */
  public static List<RunEvent> readFinished(Path reportDirectory) {
    List<RunEvent> events = read(reportDirectory);
    Path file = reportDirectory.resolve(FILE_NAME);
    if (events.isEmpty() || !begins(events.get(0))) {
      throw new ReportException(file + ": the beginning of the run is missing");
    }
    if (!(events.get(events.size() - 1) instanceof RunEvent.RunFinished)) {
      throw new ReportException(file + ": the run did not end, or its end is missing");
    }
    for (int i = 1; i < events.size() - 1; i++) {
      if (begins(events.get(i)) || events.get(i) instanceof RunEvent.RunFinished) {
        throw new ReportException(file + ", line " + (i + 1) + ": a second run in the same log");
      }
    }
    return events;
  }

  private static boolean begins(RunEvent event) {
    return event instanceof RunEvent.RunStarted || event instanceof RunEvent.RunSkipped;
  }

  @Override
  public void on(RunEvent event) {
    try {
      append(ByteBuffer.wrap(line(event)));
    } catch (IOException e) {
      throw ReportException.cannotWrite(file, e);
    }
  }

  /** Writes a whole line or nothing of it, so that the lines before it stay readable. */
  private void append(ByteBuffer line) throws IOException {
    long start = to.position();
    try {
      while (line.hasRemaining()) {
        to.write(line);
      }
    } catch (IOException e) {
      to.truncate(start);
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      to.close();
    } catch (IOException e) {
      throw ReportException.cannotWrite(file, e);
    }
  }

  /** An event as one line in UTF-8, with its line feed. */
  public static byte[] line(RunEvent event) {
    ObjectNode line = JSON.createObjectNode();
    line.put("type", typeOf(event)).put("v", SCHEMA_VERSION);
    line.setAll((ObjectNode) JSON.valueToTree(event));
    return (line + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String typeOf(RunEvent event) {
    for (Map.Entry<String, Class<? extends RunEvent>> entry : TYPES.entrySet()) {
      if (entry.getValue().isInstance(event)) {
        return entry.getKey();
      }
    }
    throw new IllegalStateException("no type name for " + event.getClass());
  }

  private static RunEvent decode(String line, String where) {
    try {
      JsonNode tree = JSON.readTree(line);
      Class<? extends RunEvent> type = TYPES.get(tree.path("type").asText());
      if (!(tree instanceof ObjectNode object) || type == null) {
        throw new ReportException(where + ": not an event of a run");
      }
      if (tree.path("v").asInt() != SCHEMA_VERSION) {
        throw new ReportException(
            where + ": version " + tree.path("v") + "; this build reads " + SCHEMA_VERSION);
      }
      object.remove(List.of("type", "v"));
      return JSON.treeToValue(object, type);
    } catch (JsonProcessingException e) {
      throw new ReportException(where + ": " + e.getOriginalMessage(), e);
    }
  }
}
