package org.pageproof.reports;

import java.util.List;
import java.util.TreeSet;

/**
 * What a campaign draws besides its seed, and which shards of it a run has. Two runs of the same
 * facts, seed and environment draw the same sequences.
 *
 * @param vocabulary what is drawn of it
 * @param limit how long the campaign is, in words
 * @param maxCommands the length of the longest sequence
 * @param pages the capacity of a region
 * @param known what is done about known divergences, in lower case
 * @param shards the indices of the shards, ascending
 * @param shardCount the number of shards of the campaign
 */
public record CampaignFacts(
    String vocabulary,
    String limit,
    int maxCommands,
    int pages,
    String known,
    List<Integer> shards,
    int shardCount) {
  /** Sorts the shards. */
  public CampaignFacts {
    shards = List.copyOf(new TreeSet<>(shards));
  }

  /** The same campaign with these shards. */
  public CampaignFacts withShards(List<Integer> newShards) {
    return new CampaignFacts(vocabulary, limit, maxCommands, pages, known, newShards, shardCount);
  }
}
