package org.pageproof.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.pageproof.reference.userfaultfd.UffdModel;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** Drawn sequences, and what the model says of them. */
final class Drawn {
  private static final int LONGEST = 40;

  private final UffdModel model;
  private final List<CommandSequence<UffdCommand>> sequences = new ArrayList<>();

  Drawn(Profile profile, UffdVocabulary vocabulary, KnownDivergences known, int count) {
    this.model = new UffdModel(profile);
    SequenceGenerator<UffdState, UffdCommand> generator =
        new SequenceGenerator<>(
            model, UffdDrawer.factory(profile, vocabulary), new AddressPlan(4), LONGEST, known);
    Random random = new Random(7);
    for (int i = 0; i < count; i++) {
      sequences.add(generator.draw(random));
    }
  }

  /** Is told a command, the state that it meets, and the model's first answer. */
  @FunctionalInterface
  interface Listener {
    void met(UffdState state, UffdCommand command, Reply reply);
  }

  List<CommandSequence<UffdCommand>> sequences() {
    return sequences;
  }

  UffdModel model() {
    return model;
  }

  /** Follows what the generator followed; the reply is what the model allows first. */
  void replay(Listener listener) {
    for (CommandSequence<UffdCommand> sequence : sequences) {
      UffdState state = model.initialState(sequence.plan());
      for (UffdCommand command : sequence.commands()) {
        var step = model.allowed(state, command).get(0);
        listener.met(state, command, step.expectation().observation().reply());
        var known = model.tolerated(state, command);
        state = known.isEmpty() ? step.next() : known.get(0).next();
      }
    }
  }
}
