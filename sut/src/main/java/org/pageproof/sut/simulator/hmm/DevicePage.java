package org.pageproof.sut.simulator.hmm;

import org.jspecify.annotations.Nullable;
import org.pageproof.sut.simulator.areas.AnonVma;

/**
 * A page of a device's memory. Coherent memory holds its data itself. Private memory cannot be
 * addressed, so each page of it has a frame of ordinary memory behind it.
 */
final class DevicePage extends Frame {
  private final Device device;
  private Frame backing = this;
  private @Nullable Mirror user;
  private boolean uncopyable;
  private long firstHead;
  private long firstTail;

  DevicePage(Device device) {
    super(device.isCoherent());
    this.device = device;
  }

  Device device() {
    return device;
  }

  /** Prepares it for a page of data that a mirror moves here. */
  void allocate(Mirror mirror) {
    backing = device.isCoherent() ? this : new Frame();
    user = mirror;
    uncopyable = false;
    get();
  }

  /** Where the data is (BACKING_PAGE): what a mirror's entry points to. */
  Frame backing() {
    return backing;
  }

  /** The mirror that moved the data here: the one told when it leaves (zone_device_data). */
  Mirror user() {
    if (user == null) {
      throw new IllegalStateException("a free device page has no user");
    }
    return user;
  }

  /**
   * Whether the kernel cannot copy it as a folio: the first page of a split one keeps a mark of
   * having been large, but with no pages.
   */
  boolean isUncopyable() {
    return uncopyable;
  }

  @Override
  void leaveFolio() {
    super.leaveFolio();
    uncopyable = position() == 0;
  }

  /** Remembers the contents with which the data came. */
  void remember() {
    firstHead = backing.head();
    firstTail = backing.tail();
  }

  /** Puts back what was remembered. */
  void recall() {
    backing.fill(firstHead, firstTail);
  }

  @Override
  void label(@Nullable AnonVma anchor, int newIndex) {
    if (mappings() == 0 && isAnonymous() && (anonVma() != anchor || index() != newIndex)) {
      throw KernelLost.panic(
          "kernel BUG: a device page has the reverse mapping of an earlier user");
    }
    super.label(anchor, newIndex);
  }

  @Override
  void free() {
    setExclusive(false);
    if (device.clearsMappings()) {
      super.label((AnonVma) null, 0);
    }
    device.takeBack(this);
  }
}
