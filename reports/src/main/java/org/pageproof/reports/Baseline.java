package org.pageproof.reports;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Divergences that are known to the one who tests and do not make a run fail. A file of one JSON
 * object per line, so that two versions of it can be compared.
 *
 * @param divergences the divergences, by interface and fingerprint
 */
public record Baseline(List<Entry> divergences) {
  /** No divergences. */
  public static final Baseline NONE = new Baseline(List.of());

  /** The version this code writes, and the only one it reads. */
  public static final int SCHEMA_VERSION = 1;

  private static final String TYPE = "baseline-divergence";

  private static final ObjectMapper JSON = StrictJson.MAPPER;

  /**
   * A divergence.
   *
   * @param interfaceName the interface it is one of
   * @param fingerprint its identity
   * @param title one line for people
   * @param count how often it was met in the run that wrote the file
   * @param firstSeed the seed of the round in which it was first met
   * @param lastSeed the seed of the round in which it was last met
   */
  public record Entry(
      String interfaceName,
      String fingerprint,
      String title,
      long count,
      long firstSeed,
      long lastSeed) {}

  /** Sorts the divergences. */
  public Baseline {
    divergences =
        divergences.stream()
            .sorted(Comparator.comparing(Entry::interfaceName).thenComparing(Entry::fingerprint))
            .toList();
  }

  /** The divergences that runs met, from the events of each. */
  public static Baseline of(List<List<RunEvent>> runs) {
    List<Entry> entries = new ArrayList<>();
    runs.forEach(run -> collect(run, entries));
    return new Baseline(entries);
  }

  private static void collect(List<RunEvent> run, List<Entry> entries) {
    Map<String, String> titles = new LinkedHashMap<>();
    String interfaceName = "";
    for (RunEvent event : run) {
      if (event instanceof RunEvent.RunStarted started) {
        interfaceName = started.checked();
      } else if (event instanceof RunEvent.DivergenceFound found) {
        titles.put(found.fingerprint(), found.title());
      } else if (event instanceof RunEvent.RunFinished finished) {
        for (RunSummary.Distinct met : finished.summary().divergences()) {
          String title = titles.getOrDefault(met.fingerprint(), met.fingerprint());
          entries.add(
              new Entry(
                  interfaceName,
                  met.fingerprint(),
                  title,
                  met.count(),
                  met.firstSeed(),
                  met.lastSeed()));
        }
      }
    }
  }

  /** The fingerprints of one interface's divergences. */
  public Set<String> of(String interfaceName) {
    Set<String> fingerprints = new TreeSet<>();
    for (Entry entry : divergences) {
      if (entry.interfaceName().equals(interfaceName)) {
        fingerprints.add(entry.fingerprint());
      }
    }
    return fingerprints;
  }

  /**
   * Reads a file.
   *
   * @throws ReportException if it cannot be read or is no baseline
   */
  public static Baseline read(Path file) {
    List<Entry> entries = new ArrayList<>();
    try {
      int number = 0;
      for (String line : Files.readAllLines(file)) {
        number++;
        entries.add(decode(line, file + ", line " + number));
      }
    } catch (IOException e) {
      throw ReportException.cannotRead(file, e);
    }
    return new Baseline(entries);
  }

  private static Entry decode(String line, String where) {
    try {
      JsonNode tree = JSON.readTree(line);
      if (!(tree instanceof ObjectNode object) || !TYPE.equals(tree.path("type").asText())) {
        throw new ReportException(where + ": no divergence of a baseline");
      }
      if (tree.path("v").asInt() != SCHEMA_VERSION) {
        throw new ReportException(
            where + ": version " + tree.path("v") + "; this build reads " + SCHEMA_VERSION);
      }
      object.remove(List.of("type", "v"));
      return JSON.treeToValue(object, Entry.class);
    } catch (JsonProcessingException e) {
      throw new ReportException(where + ": " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Writes a file, in place of one that is there.
   *
   * @throws ReportException if it cannot be written
   */
  public void write(Path file) {
    StringBuilder text = new StringBuilder();
    for (Entry entry : divergences) {
      ObjectNode line = JSON.createObjectNode();
      line.put("type", TYPE).put("v", SCHEMA_VERSION);
      line.setAll((ObjectNode) JSON.valueToTree(entry));
      text.append(line).append('\n');
    }
    WholeFile.write(file.toAbsolutePath(), text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
