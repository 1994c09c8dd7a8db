package org.pageproof.sut.simulator.hmm;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.MirrorDriver;

/** A device of the driver and its memory. */
final class Device {
  /** How many pages a device can lose before it has none for those who ask. */
  private static final int PAGES_TO_SPARE = 2;

  private final int number;
  private final HmmConfig config;
  private final List<DevicePage> pages = new ArrayList<>();
  private final List<DevicePage> free = new ArrayList<>();
  private boolean removing;
  private int lost;

  /** A device whose memory is all free. */
  Device(int number, HmmConfig config) {
    this.number = number;
    this.config = config;
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

  /**
   * A page for the data that a mirror moves here; the one freed last first. Null if so many are
   * lost that there is none: more than a sequence can use there are always.
   */
  @Nullable DevicePage allocate(Mirror mirror) {
    if (lost >= PAGES_TO_SPARE) {
      return null;
    }
    DevicePage page;
    if (free.isEmpty()) {
      page = new DevicePage(this);
      pages.add(page);
    } else {
      page = free.remove(free.size() - 1);
    }
    page.allocate(mirror);
    return page;
  }

  /** A huge page for the data that a mirror moves here; null if there is none. */
  @Nullable Folio allocateHuge(Mirror mirror) {
    if (lost >= PAGES_TO_SPARE || isCoherent()) {
      return null;
    }
    return Folio.of(
        i -> {
          DevicePage page = new DevicePage(this);
          pages.add(page);
          page.allocate(mirror);
          return page;
        });
  }

  /** Takes a freed page back, unless its chunk is about to go. Huge pages are not used again. */
  void takeBack(DevicePage page) {
    if (removing) {
      return;
    }
    if (!config.returnsDevicePages()) {
      lost++;
    } else if (page.folio() == null) {
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
    lost = 0;
    removing = false;
  }
}
