package org.pageproof.shrinking;

import java.util.List;
import org.pageproof.vocabulary.hmm.HmmCommand;

/** What shrinking must know of the commands of the HMM test driver. */
public final class HmmSimplifier extends SequenceSimplifier<HmmCommand> {
  /** A simplifier. */
  public HmmSimplifier() {
    super(new HmmAnatomy());
  }

  @Override
  void rewrite(Draft<HmmCommand> draft, List<List<HmmCommand>> all) {
    all.addAll(new HmmDevices(draft).all());
    all.addAll(new HmmSubstitutions(draft).all());
  }
}
