package org.pageproof.properties;

import org.pageproof.generation.CommandDrawer;
import org.pageproof.generation.HmmDrawer;
import org.pageproof.generation.UffdDrawer;
import org.pageproof.generation.UffdVocabulary;
import org.pageproof.reference.ReferenceModel;
import org.pageproof.reference.hmm.HmmModel;
import org.pageproof.reference.hmm.HmmState;
import org.pageproof.reference.userfaultfd.UffdModel;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.shrinking.HmmSimplifier;
import org.pageproof.shrinking.Simplifier;
import org.pageproof.shrinking.UffdSimplifier;
import org.pageproof.trace.CommandCodec;
import org.pageproof.trace.HmmCommandCodec;
import org.pageproof.trace.UffdCommandCodec;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.hmm.HmmCommand;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/**
 * Everything the main loop needs of one interface.
 *
 * @param model what is expected
 * @param drawers what is drawn
 * @param simplifier how sequences are shrunk
 * @param codec how traces are stored
 */
public record Suite<S, C extends Command>(
    ReferenceModel<S, C> model,
    CommandDrawer.Factory<S, C> drawers,
    Simplifier<C> simplifier,
    CommandCodec<C> codec) {

  /** The same for a main loop that takes known divergences for divergences like any other. */
  public Suite<S, C> strict() {
    return new Suite<>(new StrictModel<>(model), drawers, simplifier, codec);
  }

  /** All of userfaultfd, for a system with this profile. */
  public static Suite<UffdState, UffdCommand> userfaultfd(Profile profile) {
    return userfaultfd(profile, UffdVocabulary.FULL);
  }

  /** The HMM test driver, for a system with this profile. */
  public static Suite<HmmState, HmmCommand> hmm(Profile profile) {
    return new Suite<>(
        new HmmModel(profile),
        HmmDrawer.factory(profile),
        new HmmSimplifier(),
        new HmmCommandCodec());
  }

  /** A part of userfaultfd, for a system with this profile. */
  public static Suite<UffdState, UffdCommand> userfaultfd(
      Profile profile, UffdVocabulary vocabulary) {
    return new Suite<>(
        new UffdModel(profile),
        UffdDrawer.factory(profile, vocabulary),
        new UffdSimplifier(),
        new UffdCommandCodec());
  }
}
