package org.pageproof.reports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pageproof.reports.RunEvent.DivergenceFound;
import org.pageproof.reports.RunEvent.PropertyFinished;
import org.pageproof.reports.RunEvent.RunStarted;

/**
 * A run that ended, taken from its events.
 *
 * @param name what to call it in messages
 * @param started how it began
 * @param found the distinct divergences, by fingerprint
 * @param properties the properties that were decided, by name
 * @param summary what it found
 */
public record StoredRun(
    String name,
    RunStarted started,
    Map<String, DivergenceFound> found,
    Map<String, PropertyFinished> properties,
    RunSummary summary) {
  /** Copies and sorts. */
  public StoredRun {
    found = java.util.Collections.unmodifiableMap(new TreeMap<>(found));
    properties = java.util.Collections.unmodifiableMap(new TreeMap<>(properties));
  }

  /**
   * Takes a run from its events.
   *
   * @throws ReportException if it did not end
   */
  public static StoredRun of(String name, List<RunEvent> events) {
    @Nullable RunStarted started = null;
    @Nullable RunSummary summary = null;
    Map<String, DivergenceFound> found = new TreeMap<>();
    Map<String, PropertyFinished> properties = new TreeMap<>();
    for (RunEvent event : events) {
      if (event instanceof RunStarted start) {
        started = start;
      } else if (event instanceof DivergenceFound divergence) {
        found.putIfAbsent(divergence.fingerprint(), divergence);
      } else if (event instanceof PropertyFinished property) {
        properties.put(property.property(), property);
      } else if (event instanceof RunEvent.RunFinished finished) {
        summary = finished.summary();
      }
    }
    if (started == null || summary == null) {
      throw new ReportException(name + ": the run did not finish, so it tells no coverage");
    }
    return new StoredRun(name, started, found, properties, summary);
  }

  /** The same run as events; the rounds are not told again. */
  public List<RunEvent> events() {
    List<RunEvent> events = new ArrayList<>();
    events.add(started);
    found.values().stream()
        .sorted(
            Comparator.<DivergenceFound>comparingLong(event -> event.origin().round())
                .thenComparing(DivergenceFound::fingerprint))
        .forEach(events::add);
    events.addAll(properties.values());
    events.add(new RunEvent.RunFinished(summary));
    return events;
  }
}
