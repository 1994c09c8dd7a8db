package org.pageproof.generation;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.pageproof.reference.AllowedStep;
import org.pageproof.reference.ReferenceModel;
import org.pageproof.reference.hmm.HmmModel;
import org.pageproof.reference.hmm.HmmState;
import org.pageproof.reference.userfaultfd.UffdModel;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** Drawn sequences, and what the model says of them. */
final class Drawn<S, C extends Command> {
  private static final int LONGEST = 40;

  private final ReferenceModel<S, C> model;
  private final List<CommandSequence<C>> sequences = new ArrayList<>();

  private Drawn(
      ReferenceModel<S, C> model,
      CommandDrawer.Factory<S, C> drawers,
      KnownDivergences known,
      int count) {
    this.model = model;
    SequenceGenerator<S, C> generator =
        new SequenceGenerator<>(model, drawers, new AddressPlan(4), LONGEST, known);
    Random random = new Random(7);
    for (int i = 0; i < count; i++) {
      sequences.add(generator.draw(random));
    }
  }

  static Drawn<UffdState, UffdCommand> userfaultfd(
      Profile profile, UffdVocabulary vocabulary, KnownDivergences known, int count) {
    return new Drawn<>(
        new UffdModel(profile), UffdDrawer.factory(profile, vocabulary), known, count);
  }

  static Drawn<HmmState, HmmCommand> hmm(Profile profile, KnownDivergences known, int count) {
    return new Drawn<>(new HmmModel(profile), HmmDrawer.factory(profile), known, count);
  }

  /** Is told a command, the state that it meets, and the model's first answer. */
  @FunctionalInterface
  interface Listener<S, C> {
    void met(S state, C command, Reply reply);
  }

  List<CommandSequence<C>> sequences() {
    return sequences;
  }

  /** How many sequences meet a known divergence. */
  int meetingKnown() {
    int meeting = 0;
    for (CommandSequence<C> sequence : sequences) {
      boolean[] met = {false};
      replay(
          sequence,
          (state, command, reply) -> met[0] |= !model.tolerated(state, command).isEmpty());
      meeting += met[0] ? 1 : 0;
    }
    return meeting;
  }

  /** Follows what the generator followed; the reply is what the model allows first. */
  void replay(Listener<S, C> listener) {
    sequences.forEach(sequence -> replay(sequence, listener));
  }

  private void replay(CommandSequence<C> sequence, Listener<S, C> listener) {
    S state = model.initialState(sequence.plan());
    for (C command : sequence.commands()) {
      AllowedStep<S> step = model.allowed(state, command).get(0);
      listener.met(state, command, step.expectation().observation().reply());
      List<AllowedStep<S>> known = model.tolerated(state, command);
      state = known.isEmpty() ? step.next() : known.get(0).next();
    }
  }
}
