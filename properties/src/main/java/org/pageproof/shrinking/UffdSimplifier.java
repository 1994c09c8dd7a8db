package org.pageproof.shrinking;

import java.util.List;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** What shrinking must know of userfaultfd commands. */
public final class UffdSimplifier extends SequenceSimplifier<UffdCommand> {
  /** A simplifier. */
  public UffdSimplifier() {
    super(new UffdAnatomy());
  }

  @Override
  void rewrite(Draft<UffdCommand> draft, List<List<UffdCommand>> all) {
    all.addAll(new UffdMerges(draft).all());
    all.addAll(new UffdSubstitutions(draft).all());
  }
}
