package org.pageproof.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.pageproof.generation.SequenceGenerator;
import org.pageproof.properties.jqwik.HostedProperty;
import org.pageproof.properties.jqwik.JqwikHost;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;

/** Draws the sequences of a round again, without executing them. */
public final class DrawnRound<S, C extends Command>
    implements HostedProperty<List<CommandSequence<C>>> {
  private final SequenceGenerator<S, C> generator;
  private final long seed;
  private final List<CommandSequence<C>> drawn = new ArrayList<>();

  private DrawnRound(SequenceGenerator<S, C> generator, long seed) {
    this.generator = generator;
    this.seed = seed;
  }

  /** The sequences of a whole round, in the order in which they are executed. */
  public static <S, C extends Command> List<CommandSequence<C>> of(
      Suite<S, C> suite, CampaignOptions options, long round) {
    DrawnRound<S, C> again =
        new DrawnRound<>(Campaign.generator(suite, options), SplitMix64.mix(options.seed(), round));
    new JqwikHost().holds(again);
    return List.copyOf(again.drawn);
  }

  @Override
  public long seed() {
    return seed;
  }

  @Override
  public int tries() {
    return Campaign.BATCHES_PER_ROUND;
  }

  @Override
  public List<CommandSequence<C>> draw(Random random) {
    return Campaign.batch(generator, random, Campaign.BATCH);
  }

  @Override
  public boolean check(List<CommandSequence<C>> batch) {
    drawn.addAll(batch);
    return true;
  }
}
