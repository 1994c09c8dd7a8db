package org.pageproof.vocabulary.userfaultfd;

import java.util.List;

/** The names of the feature bits (linux/userfaultfd.h, UFFD_FEATURE_*). */
public final class Features {
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

  private Features() {}

  /** How many bits have a name; they are the lowest. */
  public static int named() {
    return NAMES.size();
  }

  /** The name of a bit, without the header's prefix; {@code bit17} for one that has none. */
  public static String name(int bit) {
    return bit < NAMES.size() ? NAMES.get(bit) : "bit" + bit;
  }
}
