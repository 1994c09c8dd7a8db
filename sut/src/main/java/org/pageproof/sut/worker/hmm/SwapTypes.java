package org.pageproof.sut.worker.hmm;

import org.pageproof.sut.worker.EntryBits;
import org.pageproof.vocabulary.Pages;

/**
 * The types of the swap entries that stand for a device's pages, which differ between kernels and
 * their configurations. The low 5 bits of a pagemap entry tell an entry's type to who has
 * CAP_SYS_ADMIN.
 *
 * @param deviceWritable a page in a device's private memory
 * @param deviceReadable the same, which may not be written
 * @param exclusiveWritable a page that is exclusively a device's
 * @param exclusiveReadable the same, which may not be written; from 6.15 on there is only one type
 */
record SwapTypes(
    int deviceWritable, int deviceReadable, int exclusiveWritable, int exclusiveReadable)
    implements EntryBits {
  /** The type of what a kernel does not have. */
  static final int NONE = -1;

  private static final int TYPE_MASK = 0x1f;

  /** The type of an entry. */
  static int type(long entry) {
    return (int) entry & TYPE_MASK;
  }

  @Override
  public int of(long entry) {
    int usual = EntryBits.usual(entry);
    return (usual & Pages.SWAPPED) == 0 ? usual : usual | ofType(type(entry));
  }

  private int ofType(int type) {
    if (type == deviceWritable) {
      return Pages.DEVICE | Pages.WRITABLE;
    }
    if (type == deviceReadable) {
      return Pages.DEVICE;
    }
    if (type == exclusiveReadable) { // before the other one, for kernels in which they are the same
      return Pages.EXCLUSIVE;
    }
    return type == exclusiveWritable ? Pages.EXCLUSIVE | Pages.WRITABLE : 0;
  }
}
