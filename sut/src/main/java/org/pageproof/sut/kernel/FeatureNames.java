package org.pageproof.sut.kernel;

import java.util.List;

/** The names of the feature bits (linux/userfaultfd.h, UFFD_FEATURE_*), bit 0 first. */
final class FeatureNames {
  private static final List<String> NAMES =
      List.of(
          "PAGEFAULT_FLAG_WP",
          "EVENT_FORK",
          "EVENT_REMAP",
          "EVENT_REMOVE",
          "MISSING_HUGETLBFS",
          "MISSING_SHMEM",
          "EVENT_UNMAP",
          "SIGBUS",
          "THREAD_ID",
          "MINOR_HUGETLBFS",
          "MINOR_SHMEM",
          "EXACT_ADDRESS",
          "WP_HUGETLBFS_SHMEM",
          "WP_UNPOPULATED",
          "POISON",
          "WP_ASYNC",
          "MOVE");

  private FeatureNames() {}

  /** The mask in hexadecimal and the names of its bits. */
  static String describe(long features) {
    StringBuilder text = new StringBuilder("0x").append(Long.toHexString(features));
    for (long rest = features; rest != 0; rest &= rest - 1) {
      int bit = Long.numberOfTrailingZeros(rest);
      text.append(' ').append(bit < NAMES.size() ? NAMES.get(bit) : "bit" + bit);
    }
    return text.toString();
  }
}
