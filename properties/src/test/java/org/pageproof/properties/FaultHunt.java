package org.pageproof.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pageproof.generation.KnownDivergences;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.vocabulary.Command;

/** Campaigns that tell what they found. */
final class FaultHunt {
  private FaultHunt() {}

  /** The first divergence, shrunk. */
  static <S, C extends Command> Optional<Finding<C>> first(
      Suite<S, C> suite, SystemUnderTest<C> sut, CampaignOptions options) {
    return hunt(suite, sut, options, false).stream().findFirst();
  }

  /** Every distinct divergence, shrunk. */
  static <S, C extends Command> List<Finding<C>> all(
      Suite<S, C> suite, SystemUnderTest<C> sut, CampaignOptions options) {
    return hunt(suite, sut, options, true);
  }

  private static <S, C extends Command> List<Finding<C>> hunt(
      Suite<S, C> suite, SystemUnderTest<C> sut, CampaignOptions options, boolean keepGoing) {
    List<Finding<C>> found = new ArrayList<>();
    ConformanceListener<S, C> listener =
        new ConformanceListener<>() {
          @Override
          public void found(Finding<C> finding) {
            found.add(finding);
          }
        };
    Suite<S, C> judging = options.known() == KnownDivergences.FIND ? suite.strict() : suite;
    try (sut) {
      Conformance<S, C> conformance =
          new Conformance<>(judging, sut, listener, keepGoing, () -> false);
      new Campaign<>(options, suite, conformance, listener, System::nanoTime, () -> false).run();
    }
    return found;
  }
}
