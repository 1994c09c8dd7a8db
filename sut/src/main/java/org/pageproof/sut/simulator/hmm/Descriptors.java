package org.pageproof.sut.simulator.hmm;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.MirrorView;

/** The mirror slots of the process, and the copies of them that a child holds. */
final class Descriptors {
  private final @Nullable Mirror[] slots = new @Nullable Mirror[MirrorView.MIRRORS];
  private final List<Mirror> inherited = new ArrayList<>();

  /** The mirror in a slot; null if it is empty. */
  @Nullable Mirror get(int slot) {
    return slots[slot];
  }

  void set(int slot, @Nullable Mirror mirror) {
    slots[slot] = mirror;
  }

  /** A child gets a copy of each. */
  void inherit() {
    for (Mirror mirror : slots) {
      if (mirror != null) {
        mirror.get();
        inherited.add(mirror);
      }
    }
  }

  /** Takes the child's copies from it. */
  List<Mirror> takeInherited() {
    List<Mirror> copies = List.copyOf(inherited);
    inherited.clear();
    return copies;
  }
}
