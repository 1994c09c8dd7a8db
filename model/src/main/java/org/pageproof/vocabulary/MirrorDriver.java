package org.pageproof.vocabulary;

/**
 * The HMM test driver ({@code lib/test_hmm.c}) of a kernel.
 *
 * @param ioctls which set of ioctls it has: 0 if there is no driver, otherwise 1 to 6 in the order
 *     in which the numbers changed. 1: 5.8. 2: 5.14, with exclusive access. 3: 6.0, migration in
 *     both directions. 4: 6.1, with RELEASE. 5: 6.19, with FLAGS. 6: later than 7.2, with
 *     READ_UNLOCKED.
 * @param devices how many devices there are: 2 (private memory) or 4 (and two of coherent memory)
 */
public record MirrorDriver(int ioctls, int devices) {
  /** A kernel without the driver. */
  public static final MirrorDriver NONE = new MirrorDriver(0, 0);

  /** The newest set of ioctls that is known. */
  public static final int NEWEST = 6;

  /** How many of the devices have private memory; those after them have coherent memory. */
  public static final int PRIVATE_DEVICES = 2;

  /** The device slots that commands can name; whether there is a device is the kernel's matter. */
  public static final int DEVICE_SLOTS = 4;

  /** Whether there is a driver. */
  public boolean exists() {
    return ioctls > 0;
  }

  /** Whether MIGRATE_TO_DEV and MIGRATE_TO_SYS are two ioctls; before 6.0 there was MIGRATE. */
  public boolean migratesBothWays() {
    return ioctls >= 3;
  }

  /** Whether EXCLUSIVE and CHECK_EXCLUSIVE exist (5.14). */
  public boolean hasExclusive() {
    return ioctls >= 2;
  }

  /** Whether RELEASE exists (6.1). */
  public boolean hasRelease() {
    return ioctls >= 4;
  }

  /** Whether FLAGS exists (6.19). */
  public boolean hasFlags() {
    return ioctls >= 5;
  }

  /** Whether a device's memory is coherent: the CPU may touch it where it is. */
  public static boolean isCoherent(int device) {
    return device >= PRIVATE_DEVICES;
  }
}
