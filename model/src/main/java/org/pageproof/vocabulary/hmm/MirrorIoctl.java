package org.pageproof.vocabulary.hmm;

/** An ioctl of the driver about a range of pages. */
public sealed interface MirrorIoctl extends HmmCommand
    permits DeviceRead,
        DeviceWrite,
        MigrateToDevice,
        MigrateToSystem,
        Snapshot,
        Exclusive,
        CheckExclusive,
        Release {

  /** The argument. */
  Request request();

  /** Whether the kernel writes pages or bytes to the request's buffer, which are then observed. */
  default boolean fillsBuffer() {
    return switch (kind()) {
      case READ, TODEV, SNAPSHOT, EXCLUSIVE -> true;
      default -> false;
    };
  }
}
