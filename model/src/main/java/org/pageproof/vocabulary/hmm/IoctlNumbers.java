package org.pageproof.vocabulary.hmm;

import org.pageproof.vocabulary.MirrorDriver;

/** The numbers of the driver's ioctls, which moved between kernels. */
public final class IoctlNumbers {
  /** A number that no kernel has given out. */
  public static final int UNKNOWN = 0x3f;

  private static final int TYPE = 'H';
  private static final int READ_WRITE = 3;

  /** The size of {@code struct hmm_dmirror_cmd} in bytes. */
  public static final int STRUCT_BYTES = 40;

  private IoctlNumbers() {}

  /**
   * The number of a kind of ioctl; {@link #UNKNOWN} where a driver has no such ioctl, because the
   * number that it has elsewhere may mean something else there.
   */
  public static int number(HmmKind kind, MirrorDriver driver) {
    int moved = driver.migratesBothWays() ? 0 : -1;
    return switch (kind) {
      case READ -> 0x00;
      case WRITE -> 0x01;
      case TODEV -> 0x02;
      case TOSYS -> driver.migratesBothWays() ? 0x03 : UNKNOWN;
      case SNAPSHOT -> 0x04 + moved;
      case EXCLUSIVE -> driver.hasExclusive() ? 0x05 + moved : UNKNOWN;
      case CHECK -> driver.hasExclusive() ? 0x06 + moved : UNKNOWN;
      case RELEASE -> driver.hasRelease() ? 0x07 : UNKNOWN;
      case FLAGS -> driver.hasFlags() ? 0x08 : UNKNOWN;
      case OPEN, CLOSE, MISUSE, MAP, UNMAP, PROTECT, REMAP, DONTNEED -> UNKNOWN;
      case TOUCH, FORK, REAP, CHILDTOUCH -> UNKNOWN;
    };
  }

  /** The request code of an ioctl number: {@code _IOWR('H', number, struct hmm_dmirror_cmd)}. */
  public static int code(int number) {
    return READ_WRITE << 30 | STRUCT_BYTES << 16 | TYPE << 8 | number;
  }
}
