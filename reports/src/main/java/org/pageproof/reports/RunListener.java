package org.pageproof.reports;

import java.util.List;

/** Hears of every event of a run, in order. */
@FunctionalInterface
public interface RunListener {
  /** Called for each event. */
  void on(RunEvent event);

  /** A listener that passes each event to all of these, in order. */
  static RunListener all(List<? extends RunListener> listeners) {
    List<RunListener> copy = List.copyOf(listeners);
    return event -> copy.forEach(listener -> listener.on(event));
  }
}
