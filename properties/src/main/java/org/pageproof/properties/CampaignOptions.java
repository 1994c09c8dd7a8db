package org.pageproof.properties;

import java.time.Duration;
import java.util.Optional;
import org.pageproof.generation.KnownDivergences;
import org.pageproof.vocabulary.AddressPlan;

/**
 * How long a campaign runs and what it draws.
 *
 * @param seed the campaign's seed
 * @param tries how many sequences the campaign has, all shards together; empty if time decides
 * @param budget how long rounds are begun; empty if the tries decide
 * @param maxCommands the length of the longest sequence
 * @param plan where the regions lie
 * @param shard which rounds are run
 * @param known whether sequences may meet known divergences
 */
public record CampaignOptions(
    long seed,
    Optional<Long> tries,
    Optional<Duration> budget,
    int maxCommands,
    AddressPlan plan,
    Shard shard,
    KnownDivergences known) {

  /** The default length of the longest sequence. */
  public static final int DEFAULT_MAX_COMMANDS = 40;

  /** The default capacity of a region slot. */
  public static final int DEFAULT_PAGES = 4;

  /** A number of sequences with this seed and the defaults. */
  public static CampaignOptions ofTries(long seed, long tries) {
    return new CampaignOptions(
        seed,
        Optional.of(tries),
        Optional.empty(),
        DEFAULT_MAX_COMMANDS,
        new AddressPlan(DEFAULT_PAGES),
        Shard.ALL,
        KnownDivergences.REPORT);
  }
}
