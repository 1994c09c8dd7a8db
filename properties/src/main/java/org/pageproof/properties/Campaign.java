package org.pageproof.properties;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.pageproof.generation.SequenceGenerator;
import org.pageproof.properties.jqwik.HostedProperty;
import org.pageproof.properties.jqwik.JqwikHost;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;

/**
 * Rounds of a fixed number of sequences, hosted by jqwik. Round i has the seed mix(campaign, i), so
 * the sequences of a campaign depend neither on the number of shards nor on its length.
 */
public final class Campaign<S, C extends Command> {
  /** The number of sequences that are executed together, one try of jqwik's. */
  static final int BATCH = 16;

  /** The number of batches in a round. */
  static final int BATCHES_PER_ROUND = 32;

  private static final int SEQUENCES_PER_ROUND = BATCH * BATCHES_PER_ROUND;

  private final CampaignOptions options;
  private final SequenceGenerator<S, C> generator;
  private final Conformance<S, C> conformance;
  private final ConformanceListener<S, C> listener;
  private final JqwikHost host = new JqwikHost();
  private final LongSupplier nanoTime;
  private final BooleanSupplier cancelled;

  /**
   * A campaign.
   *
   * @param nanoTime the clock, as {@link System#nanoTime}
   * @param cancelled asked between batches whether to stop
   */
  public Campaign(
      CampaignOptions options,
      Suite<S, C> suite,
      Conformance<S, C> conformance,
      ConformanceListener<S, C> listener,
      LongSupplier nanoTime,
      BooleanSupplier cancelled) {
    this.options = options;
    this.generator = generator(suite, options);
    this.conformance = conformance;
    this.listener = listener;
    this.nanoTime = nanoTime;
    this.cancelled = cancelled;
  }

  /** What draws the sequences of a campaign. */
  static <S, C extends Command> SequenceGenerator<S, C> generator(
      Suite<S, C> suite, CampaignOptions options) {
    return new SequenceGenerator<>(
        suite.model(), suite.drawers(), options.plan(), options.maxCommands(), options.known());
  }

  /** Draws sequences that are executed together. */
  static <C extends Command> List<CommandSequence<C>> batch(
      SequenceGenerator<?, C> generator, Random random, int size) {
    List<CommandSequence<C>> batch = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      batch.add(generator.draw(random));
    }
    return batch;
  }

  /** Runs rounds until the tries or the budget are used up, or a divergence ends the campaign. */
  public void run() {
    long start = nanoTime.getAsLong();
    long round = options.shard().index();
    boolean goOn = true;
    while (goOn && sequencesIn(round) > 0 && !over(start)) {
      int sequences = sequencesIn(round);
      long seed = SplitMix64.mix(options.seed(), round);
      listener.roundStarted(round, seed);
      goOn = host.holds(new Round(seed, sequences, start));
      listener.roundFinished(round, seed);
      round += options.shard().count();
    }
  }

  /** The last round has what is left over, and those after it nothing. */
  private int sequencesIn(long round) {
    long tries = options.tries().orElse(Long.MAX_VALUE);
    boolean after = round > (tries - 1) / SEQUENCES_PER_ROUND;
    return after ? 0 : (int) Math.min(tries - round * SEQUENCES_PER_ROUND, SEQUENCES_PER_ROUND);
  }

  private boolean over(long start) {
    Duration spent = Duration.ofNanos(nanoTime.getAsLong() - start);
    return cancelled.getAsBoolean()
        || (options.budget().isPresent() && spent.compareTo(options.budget().get()) >= 0);
  }

  /** One round: draws batches and checks them. */
  private final class Round implements HostedProperty<List<CommandSequence<C>>> {
    private final long seed;
    private final long start;
    private int left;

    private Round(long seed, int sequences, long start) {
      this.seed = seed;
      this.left = sequences;
      this.start = start;
    }

    @Override
    public long seed() {
      return seed;
    }

    @Override
    public int tries() {
      return (left + BATCH - 1) / BATCH;
    }

    @Override
    public List<CommandSequence<C>> draw(Random random) {
      int size = Math.min(BATCH, left);
      left -= size;
      return batch(generator, random, size);
    }

    @Override
    public boolean check(List<CommandSequence<C>> batch) {
      return over(start) || conformance.check(batch);
    }
  }
}
