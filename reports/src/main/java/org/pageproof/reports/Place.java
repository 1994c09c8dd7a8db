package org.pageproof.reports;

import java.util.Comparator;

/**
 * Where in a campaign a step was executed; the campaign's seed draws it again.
 *
 * @param round the round's index
 * @param sequence the sequence's index in the round
 * @param step the index of the command in the sequence
 */
public record Place(long round, int sequence, int step) implements Comparable<Place> {
  private static final Comparator<Place> SHORTEST_FIRST =
      Comparator.comparingInt(Place::step)
          .thenComparingLong(Place::round)
          .thenComparingInt(Place::sequence);

  /** The place with the fewest commands before it comes first. */
  @Override
  public int compareTo(Place other) {
    return SHORTEST_FIRST.compare(this, other);
  }

  /** The one of two that comes first. */
  public static Place first(Place a, Place b) {
    return a.compareTo(b) <= 0 ? a : b;
  }
}
