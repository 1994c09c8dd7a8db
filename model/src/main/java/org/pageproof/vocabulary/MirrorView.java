package org.pageproof.vocabulary;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What the HMM test driver shows of the arena without changing it.
 *
 * @param snapshots for each device, what its SNAPSHOT says of each arena page: {@code
 *     HMM_DMIRROR_PROT_*} of {@code lib/test_hmm_uapi.h}, 0xff for ERROR. Taken through a
 *     descriptor that does nothing else, so that it tells page tables, not a mirror's entries
 * @param exclusive for each mirror slot, 1 for each arena page of which CHECK_EXCLUSIVE says that
 *     the mirror has it exclusively; 0 for all pages if the slot is empty
 */
public record MirrorView(List<PageBytes> snapshots, List<PageBytes> exclusive) {
  /** The number of mirror slots. */
  public static final int MIRRORS = 3;

  /** What SNAPSHOT says of a page that is not mapped or may not be read. */
  public static final int ERROR = 0xff;

  /** A page without an entry that a device could use. */
  public static final int NOTHING = 0x00;

  /** A page that may be read. */
  public static final int READ = 0x01;

  /** A page that may be read and written. */
  public static final int WRITE = 0x02;

  /** Beside READ or WRITE: a huge page of 2 MiB. */
  public static final int PMD = 0x04;

  /** Beside READ or WRITE: a huge page of 1 GiB. */
  public static final int PUD = 0x08;

  /** Beside READ: the page of zeros. */
  public static final int ZERO = 0x10;

  /** Beside READ or WRITE: in the private memory of the device asked. */
  public static final int PRIVATE_LOCAL = 0x20;

  /** Beside READ or WRITE: in the private memory of another device. */
  public static final int PRIVATE_REMOTE = 0x30;

  /** Beside READ or WRITE: in the coherent memory of the device asked. */
  public static final int COHERENT_LOCAL = 0x40;

  /** Beside READ or WRITE: in the coherent memory of another device. */
  public static final int COHERENT_REMOTE = 0x50;

  /** Copies the lists. */
  public MirrorView {
    snapshots = List.copyOf(snapshots);
    exclusive = List.copyOf(exclusive);
  }

  /** What is seen while nothing is mapped. */
  public static MirrorView initial(AddressPlan plan, int devices) {
    return new MirrorView(
        Collections.nCopies(devices, PageBytes.filled(plan, ERROR)),
        Collections.nCopies(MIRRORS, PageBytes.filled(plan, 0)));
  }

  /** The same view with one device's snapshot replaced. */
  public MirrorView withSnapshot(int device, PageBytes snapshot) {
    List<PageBytes> changed = new ArrayList<>(snapshots);
    changed.set(device, snapshot);
    return new MirrorView(changed, exclusive);
  }
}
