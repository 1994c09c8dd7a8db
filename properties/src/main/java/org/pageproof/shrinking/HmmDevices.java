package org.pageproof.shrinking;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.pageproof.vocabulary.hmm.HmmCommand;

/** Rewritings that exchange devices: another of the same memory, or one that is used already. */
final class HmmDevices {
  private final Draft<HmmCommand> draft;

  HmmDevices(Draft<HmmCommand> draft) {
    this.draft = draft;
  }

  List<List<HmmCommand>> all() {
    List<List<HmmCommand>> all = new ArrayList<>();
    // Devices 0 and 1 are alike, and so are 2 and 3; what 2 and 3 can do, 0 and 1 often can, too.
    all.add(renamed(device -> device ^ 1));
    all.add(renamed(device -> device ^ 2));
    for (int gone : draft.use().devices()) {
      for (int kept = 0; kept < gone; kept++) {
        int other = kept;
        all.add(renamed(device -> device == gone ? other : device));
      }
    }
    return all;
  }

  private List<HmmCommand> renamed(IntUnaryOperator devices) {
    return draft.renamed(Renaming.SAME.withDevice(devices));
  }
}
