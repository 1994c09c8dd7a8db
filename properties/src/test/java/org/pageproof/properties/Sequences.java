package org.pageproof.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.pageproof.generation.SequenceGenerator;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;

/** Sequences for tests, the same for the same seed. */
final class Sequences {
  private Sequences() {}

  static <S, C extends Command> List<CommandSequence<C>> drawn(
      Suite<S, C> suite, long seed, int count) {
    SequenceGenerator<S, C> generator =
        new SequenceGenerator<>(
            suite.model(),
            suite.drawers(),
            new AddressPlan(CampaignOptions.DEFAULT_PAGES),
            CampaignOptions.DEFAULT_MAX_COMMANDS);
    Random random = new Random(seed);
    List<CommandSequence<C>> sequences = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      sequences.add(generator.draw(random));
    }
    return sequences;
  }
}
