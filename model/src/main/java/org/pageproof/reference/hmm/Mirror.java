package org.pageproof.reference.hmm;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.pageproof.vocabulary.PageBytes;

/**
 * An open of a device: the page table through which the device sees the process. Never changed,
 * except that a {@link Draft} makes its own {@linkplain #copy copy} what the next state has.
 */
final class Mirror {
  /** The device of what is not open. */
  static final int CLOSED = -1;

  /** The device, or {@link #CLOSED}. */
  final int device;

  /** {@link MirrorEntry} bytes. */
  final byte[] entries;

  /** Whether the next allocation through it fails. */
  final boolean failing;

  /** Whether the child holds a reference. */
  final boolean inherited;

  private @Nullable PageBytes exclusive;

  Mirror(int device, byte[] entries, boolean failing, boolean inherited) {
    this.device = device;
    this.entries = entries;
    this.failing = failing;
    this.inherited = inherited;
  }

  /** What is not open. */
  static Mirror closed(int pages) {
    return opened(CLOSED, pages);
  }

  /** A new open of a device. */
  static Mirror opened(int device, int pages) {
    return new Mirror(device, new byte[pages], false, false);
  }

  /** The same mirror, whose next allocation fails or does not. */
  Mirror withFailing(boolean fails) {
    return with(entries, fails, inherited);
  }

  /** The same mirror, to which the child has a reference or has not. */
  Mirror withInherited(boolean byChild) {
    return with(entries, failing, device != CLOSED && byChild);
  }

  /** The same mirror for a draft that changes its entries before anybody else sees it. */
  Mirror copy() {
    return with(entries.clone(), failing, inherited);
  }

  private Mirror with(byte[] sameEntries, boolean fails, boolean byChild) {
    Mirror same = new Mirror(device, sameEntries, fails, byChild);
    same.exclusive = exclusive;
    return same;
  }

  /** Changes an entry of a copy. */
  void set(int page, int entry) {
    if (entry == MirrorEntry.EXCLUSIVE || entries[page] == MirrorEntry.EXCLUSIVE) {
      exclusive = null;
    }
    entries[page] = (byte) entry;
  }

  boolean isOpen() {
    return device != CLOSED;
  }

  /** What CHECK_EXCLUSIVE says of each page. */
  PageBytes exclusive() {
    if (exclusive == null) {
      byte[] bytes = new byte[entries.length];
      for (int page = 0; page < bytes.length; page++) {
        bytes[page] = (byte) (entries[page] == MirrorEntry.EXCLUSIVE ? 1 : 0);
      }
      exclusive = PageBytes.sharing(bytes);
    }
    return exclusive;
  }

  @Override
  public boolean equals(Object o) {
    return this == o
        || (o instanceof Mirror other
            && device == other.device
            && failing == other.failing
            && inherited == other.inherited
            && Arrays.equals(entries, other.entries));
  }

  @Override
  public int hashCode() {
    int flags = device * 4 + (failing ? 2 : 0) + (inherited ? 1 : 0);
    return 31 * flags + Arrays.hashCode(entries);
  }
}
