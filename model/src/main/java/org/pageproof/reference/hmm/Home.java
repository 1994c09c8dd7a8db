package org.pageproof.reference.hmm;

import org.pageproof.vocabulary.MirrorDriver;

/** Where an own page lies, as a byte: in system memory, or in a device's by which mirror. */
final class Home {
  /** System memory. */
  static final int SYSTEM = 0;

  private static final int DEVICE_BITS = 3;
  private static final int DEVICE = (1 << DEVICE_BITS) - 1;

  private Home() {}

  /** The memory of a device, migrated there through a mirror. */
  static int of(int device, int mirror) {
    return mirror << DEVICE_BITS | (device + 1);
  }

  /** The device, -1 for system memory. */
  static int device(int home) {
    return (home & DEVICE) - 1;
  }

  /** The mirror through which the page was migrated to the device. */
  static int mirror(int home) {
    return home >>> DEVICE_BITS;
  }

  /** Whether it is memory that the CPU cannot address. */
  static boolean isPrivate(int home) {
    return home != SYSTEM && !MirrorDriver.isCoherent(device(home));
  }
}
