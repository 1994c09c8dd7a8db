package org.pageproof.reference.hmm;

/** An entry of a mirror's page table, as a byte. */
final class MirrorEntry {
  static final int NONE = 0;

  /** The device may read. */
  static final int READ = 1;

  /** The device may read and write. */
  static final int WRITE = 2;

  /** The device has the page exclusively, and may read. */
  static final int EXCLUSIVE = 3;

  /** The page of the device itself and not what stands behind it: reading it kills the kernel. */
  static final int RAW_READ = 4;

  /** As {@link #RAW_READ}, and writing is allowed. */
  static final int RAW_WRITE = 5;

  /** A page that was freed: another mirror of the device migrated what it held. */
  static final int STALE_READ = 6;

  /** As {@link #STALE_READ}, and writing is allowed. */
  static final int STALE_WRITE = 7;

  private MirrorEntry() {}

  /** The entry of a page that may be read, or read and written. */
  static int of(boolean writable) {
    return writable ? WRITE : READ;
  }

  /** The entry that a fault wrongly stores of the device's own page. */
  static int raw(boolean writable) {
    return writable ? RAW_WRITE : RAW_READ;
  }

  static boolean isRaw(int entry) {
    return entry == RAW_READ || entry == RAW_WRITE;
  }

  static boolean isStale(int entry) {
    return entry == STALE_READ || entry == STALE_WRITE;
  }

  /** Whether a WRITE may use it. */
  static boolean isWritable(int entry) {
    return entry == WRITE || entry == RAW_WRITE || entry == STALE_WRITE;
  }

  /** What becomes of an entry when its page is freed without the mirror being told. */
  static int stale(int entry) {
    return switch (entry) {
      case READ -> STALE_READ;
      case WRITE -> STALE_WRITE;
      default -> entry;
    };
  }
}
