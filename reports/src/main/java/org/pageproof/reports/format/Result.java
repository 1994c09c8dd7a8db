package org.pageproof.reports.format;

import java.util.List;
import java.util.Locale;
import org.pageproof.reports.RunEvent.DivergenceFound;

/**
 * One line of a result list, before a format has given it its shape.
 *
 * @param name what was decided
 * @param outcome how it ended
 * @param reason why, in one line; empty if there is nothing to say
 * @param seconds how long it took
 * @param divergences what it met, in the order in which it was met
 */
record Result(
    String name,
    Outcome outcome,
    String reason,
    double seconds,
    List<DivergenceFound> divergences) {
  Result {
    divergences = List.copyOf(divergences);
  }

  /** The name in small letters, digits and underscores, as KTAP and KCIDB want it. */
  String identifier() {
    return identifier(name);
  }

  /** Any text in small letters, digits and underscores; never empty. */
  static String identifier(String text) {
    String id = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    String bare = id.replaceAll("^_|_$", "");
    return bare.isEmpty() ? "unnamed" : bare;
  }
}
