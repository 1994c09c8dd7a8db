package org.pageproof.properties;

/**
 * A part of a campaign: the rounds i with i mod {@code count} = {@code index}.
 *
 * @param index from 0
 * @param count the number of shards
 */
public record Shard(int index, int count) {
  /** The whole campaign. */
  public static final Shard ALL = new Shard(0, 1);

  /** Checks the numbers. */
  public Shard {
    if (count < 1 || index < 0 || index >= count) {
      throw new IllegalArgumentException("no such shard: " + index + "/" + count);
    }
  }

  /** As users write it. */
  @Override
  public String toString() {
    return index + "/" + count;
  }
}
