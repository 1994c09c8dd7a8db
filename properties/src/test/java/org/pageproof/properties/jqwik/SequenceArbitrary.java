package org.pageproof.properties.jqwik;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.pageproof.generation.SequenceGenerator;
import org.pageproof.properties.CampaignOptions;
import org.pageproof.properties.Suite;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;

/** jqwik's view of our generator: it gives the randomness, the generator the sequence. */
final class SequenceArbitrary {
  private SequenceArbitrary() {}

  static <S, C extends Command> Arbitrary<CommandSequence<C>> of(Suite<S, C> suite) {
    SequenceGenerator<S, C> generator =
        new SequenceGenerator<>(
            suite.model(),
            suite.drawers(),
            new AddressPlan(CampaignOptions.DEFAULT_PAGES),
            CampaignOptions.DEFAULT_MAX_COMMANDS);
    return Arbitraries.randomValue(generator::draw);
  }
}
