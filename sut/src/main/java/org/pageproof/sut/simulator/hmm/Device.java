package org.pageproof.sut.simulator.hmm;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.MirrorDriver;

/** A device of the driver and its memory. */
final class Device {
  private final int number;
  private final HmmConfig config;
  private final int capacity;
  private final List<DevicePage> pages = new ArrayList<>();
  private final List<DevicePage> free = new ArrayList<>();
  private boolean removing;

  /**
   * A device whose memory is all free.
   *
   * @param capacity how many pages it can have
   */
  Device(int number, HmmConfig config, int capacity) {
    this.number = number;
    this.config = config;
    this.capacity = capacity;
  }

  boolean isCoherent() {
    return MirrorDriver.isCoherent(number);
  }

  /** Which pages a migration out of this device's memory selects. */
  Selection selection() {
    return isCoherent() ? Selection.COHERENT : Selection.PRIVATE;
  }

  boolean clearsMappings() {
    return config.clearsDeviceMappings();
  }

  /** A page for the data that a mirror moves here; the one freed last first. Null if none is. */
  @Nullable DevicePage allocate(Mirror mirror) {
    DevicePage page;
    if (!free.isEmpty()) {
      page = free.remove(free.size() - 1);
    } else if (pages.size() < capacity) {
      page = new DevicePage(this);
      pages.add(page);
    } else {
      return null;
    }
    page.allocate(mirror);
    return page;
  }

  /** Takes a freed page back, unless its chunk is about to go. */
  void takeBack(DevicePage page) {
    if (!removing && config.returnsDevicePages()) {
      free.add(page);
    }
  }

  /** The pages of its memory, used and free. */
  List<DevicePage> pages() {
    return pages;
  }

  /** From now on pages that are freed are not handed out again. */
  void beginRemoval() {
    removing = true;
    free.clear();
  }

  /** Ends a removal; memory is made anew when it is next needed. */
  void endRemoval() {
    pages.clear();
    removing = false;
  }
}
