package org.pageproof.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.pageproof.generation.SequenceGenerator;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** Sequences for tests, the same for the same seed. */
final class Sequences {
  private Sequences() {}

  static List<CommandSequence<UffdCommand>> drawn(Profile profile, long seed, int count) {
    Suite<UffdState, UffdCommand> suite = Suite.userfaultfd(profile);
    SequenceGenerator<UffdState, UffdCommand> generator =
        new SequenceGenerator<>(
            suite.model(),
            suite.drawers(),
            new AddressPlan(CampaignOptions.DEFAULT_PAGES),
            CampaignOptions.DEFAULT_MAX_COMMANDS);
    Random random = new Random(seed);
    List<CommandSequence<UffdCommand>> sequences = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      sequences.add(generator.draw(random));
    }
    return sequences;
  }
}
