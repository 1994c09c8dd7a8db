package org.pageproof.properties;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.pageproof.generation.KnownDivergences;
import org.pageproof.sut.SystemUnderTest;
import org.pageproof.vocabulary.Command;

/** Campaigns that tell what they found. */
final class FaultHunt {
  private FaultHunt() {}

  /** The first divergence, shrunk. */
  static <S, C extends Command> Optional<Finding<C>> first(
      Suite<S, C> suite, SystemUnderTest<C> sut, CampaignOptions options) {
    return first(suite, sut, options, finding -> true);
  }

  /** The first distinct divergence that is wanted, shrunk. */
  static <S, C extends Command> Optional<Finding<C>> first(
      Suite<S, C> suite,
      SystemUnderTest<C> sut,
      CampaignOptions options,
      Predicate<Finding<C>> wanted) {
    List<Finding<C>> found = new ArrayList<>();
    ConformanceListener<S, C> listener =
        new ConformanceListener<>() {
          @Override
          public void found(Finding<C> finding) {
            if (wanted.test(finding)) {
              found.add(finding);
            }
          }
        };
    Suite<S, C> judging = options.known() == KnownDivergences.FIND ? suite.strict() : suite;
    try (sut) {
      BooleanSupplier done = () -> !found.isEmpty();
      Conformance<S, C> conformance = new Conformance<>(judging, sut, listener, any -> true, done);
      new Campaign<>(options, suite, conformance, listener, System::nanoTime, done).run();
    }
    return found.stream().findFirst();
  }
}
