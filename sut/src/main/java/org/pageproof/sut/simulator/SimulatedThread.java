package org.pageproof.sut.simulator;

import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.userfaultfd.Touch;

/** A thread that touches memory: idle, asleep in a fault, or woken and about to try again. */
final class SimulatedThread {
  private final int slot;
  private @Nullable Touch access;
  private boolean asleep;

  SimulatedThread(int slot) {
    this.slot = slot;
  }

  int slot() {
    return slot;
  }

  /** Whether an access has not ended yet. */
  boolean isBusy() {
    return access != null;
  }

  /** The access that has not ended yet. */
  @Nullable Touch access() {
    return access;
  }

  /** The access to try again; null if the thread is idle or asleep. */
  @Nullable Touch retry() {
    return asleep ? null : access;
  }

  void sleep(Touch interrupted) {
    access = interrupted;
    asleep = true;
  }

  void wake() {
    asleep = false;
  }

  void finish() {
    access = null;
    asleep = false;
  }
}
