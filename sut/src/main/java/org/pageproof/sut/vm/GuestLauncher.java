package org.pageproof.sut.vm;

import org.pageproof.sut.driver.Launcher;
import org.pageproof.sut.driver.Worker;

/** Switches guests on: copies of one that was stored when it was ready, or newly booted ones. */
final class GuestLauncher implements Launcher {
  private final Machines machines;

  /** Whether guests are booted: all of them, or only the next one. */
  private final boolean alwaysBoot;

  private boolean bootNext;

  GuestLauncher(Machines machines, boolean alwaysBoot) {
    this(machines, alwaysBoot, alwaysBoot);
  }

  private GuestLauncher(Machines machines, boolean alwaysBoot, boolean bootNext) {
    this.machines = machines;
    this.alwaysBoot = alwaysBoot;
    this.bootNext = bootNext;
  }

  @Override
  public String sut() {
    return "vm";
  }

  @Override
  public Worker launch() {
    boolean boot = bootNext;
    bootNext = alwaysBoot;
    return boot ? machines.boot() : machines.copy();
  }

  @Override
  public boolean launchesKernels() {
    return true;
  }

  /**
   * Its first guest is a newly booted one: copies draw the same addresses and random numbers, and a
   * finding is to be confirmed without them.
   */
  @Override
  public GuestLauncher fresh() {
    return new GuestLauncher(machines, alwaysBoot, true);
  }

  @Override
  public void close() {}
}
