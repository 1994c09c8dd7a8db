package org.pageproof.sut.simulator;

import java.util.Arrays;
import java.util.List;
import org.pageproof.vocabulary.Profile;

/** The bugs that can be planted in the simulator, each a real one of the past or a textbook one. */
public enum Fault {
  POLL_EMPTY_READY(
      "s-poll-empty-ready",
      "UFFD-REG",
      "poll says that a message can be read once an area is registered, though none is queued"),
  REGISTER_FOREIGN_OK(
      "s-register-foreign-ok",
      "UFFD-REG",
      "registration does not look at the owner, so one context takes over another's area"),
  READ_SHORT_BUFFER(
      "s-read-short-buffer",
      "UFFD-REG",
      "a read into a buffer shorter than a message consumes the message and returns a part of it"),
  FD_OPENED_RDWR(
      "fd-opened-rdwr",
      "UFFD-REG",
      "the descriptor is opened for writing too, though nothing can be written (before 6.1)") {
    @Override
    public boolean isFaultIn(Profile profile) {
      return profile.release().atLeast(6, 1);
    }
  },
  REREGISTER_ADDS_MODE(
      "s-reregister-replaces-mode",
      "UFFD-REG",
      "a second registration adds its modes to those of the first instead of replacing them") {
    @Override
    public boolean isFaultIn(Profile profile) {
      return hasFeature(profile, FEATURE_WP);
    }
  },
  RO_FILE_WRITE_VIA_COPY(
      "ro-file-write-via-copy",
      "UFFD-REG",
      "shared memory that may not be written can be registered, and so filled (before 4.20)") {
    @Override
    public boolean isFaultIn(Profile profile) {
      return profile.release().atLeast(4, 20);
    }
  },
  COPY_UNREGISTERED_ERRNO(
      "copy-unregistered-errno",
      "UFFD-FILL",
      "a copy to memory that is not registered says EINVAL instead of ENOENT (before 4.11)") {
    @Override
    public boolean isFaultIn(Profile profile) {
      return profile.release().atLeast(4, 11);
    }
  },
  COPY_LEN_MINUS_ONE(
      "s-copy-len-minus-one",
      "UFFD-FILL",
      "a copy installs one page less than it was asked for and than it reports"),
  ZEROPAGE_SHARED_FRAME(
      "s-zeropage-shared-frame",
      "UFFD-FILL",
      "the shared frame of zeros is mapped writable, so that a store shows in every zero page"),
  DONTWAKE_IGNORED(
      "s-dontwake-ignored", "UFFD-FILL", "a copy wakes the waiters although it was told not to"),
  WAKE_END_EXCLUSIVE(
      "s-wake-end-exclusive",
      "UFFD-FILL",
      "the wake request stops one page early and misses the waiters of its last page"),
  WAKE_MISSING_COPY("s-wake-missing-copy", "UFFD-FILL", "a copy never wakes its waiters"),
  WAKE_ONE_OF_TWO(
      "s-wake-one-of-two",
      "UFFD-FILL",
      "a copy without protection wakes the first waiter of its pages only, as if waiters were"
          + " exclusive"),
  COPY_SRC_FAULT_ERRNO(
      "copy-src-fault-errno",
      "UFFD-FILL",
      "a copy from memory that is mapped but not resident fails as if it were not mapped"),
  COPY_WP_READONLY_VMA(
      "copy-wp-readonly-vma",
      "UFFD-FILL",
      "a write-protecting copy into an area that is not writable forgets the protection") {
    @Override
    public boolean isFaultIn(Profile profile) {
      return hasFeature(profile, FEATURE_WP);
    }
  },
  CLOSE_KEEPS_WP(
      "close-keeps-wp",
      "UFFD-WP",
      "the end of the last descriptor leaves the pages of its areas write-protected") {
    @Override
    public boolean isFaultIn(Profile profile) {
      return hasFeature(profile, FEATURE_WP);
    }
  },
  WP_TWO_VMAS(
      "wp-two-vmas",
      "UFFD-WP",
      "write protection of a range that several areas make up says ENOENT (before 6.4)") {
    @Override
    public boolean isFaultIn(Profile profile) {
      return hasFeature(profile, FEATURE_WP) && profile.release().atLeast(6, 4);
    }
  },
  FORK_CHILD_MARKER(
      "fork-child-marker",
      "UFFD-WP",
      "a child keeps the write-protect bits and markers of areas that are not registered for it") {
    @Override
    public boolean isFaultIn(Profile profile) {
      return hasFeature(profile, FEATURE_WP);
    }
  },
  SHARED_WRITENOTIFY(
      "shared-writenotify",
      "UFFD-WP",
      "mprotect to writable makes pages writable without a look at their write protection") {
    @Override
    public boolean isFaultIn(Profile profile) {
      return hasFeature(profile, FEATURE_WP);
    }
  },
  FAULT_NONOWNER_PRIVATE(
      "fault-nonowner-private",
      "HMM-FAULT",
      "a page in another device's memory is an error instead of being fetched back (before 6.0)"),
  PROT_NONE_SNAPSHOT(
      "prot-none-snapshot",
      "HMM-FAULT",
      "a snapshot fails as a whole at the first page that may not be read (before 5.6)"),
  SNAPSHOT_FOREIGN_VALID(
      "snapshot-foreign-valid",
      "HMM-FAULT",
      "a snapshot shows a page in another device's memory as if the asking device could use it"),
  DEVWRITE_READONLY(
      "s-devwrite-readonly",
      "HMM-FAULT",
      "a device's write does not ask whether the memory may be written"),
  SNAP_UNTOUCHED_ZERO(
      "s-snap-untouched-zero",
      "HMM-FAULT",
      "a snapshot shows the page of zeros where there is no page yet"),
  SNAP_WRITE_ON_COW(
      "s-snap-write-on-cow",
      "HMM-FAULT",
      "a snapshot shows what the area permits, not what the page-table entry does"),
  MIGRATE_STEALS_FOREIGN(
      "migrate-steals-foreign",
      "HMM-MIG",
      "migration to system memory takes pages out of another device's memory too (before 5.8)") {
    @Override
    public boolean isFaultIn(Profile profile) {
      return profile.driver().migratesBothWays();
    }
  },
  MIGRATE_BACK_STALE(
      "s-migrate-back-stale",
      "HMM-MIG",
      "a page comes back from a device as it was when it went there"),
  MIGRATE_CPAGES(
      "s-migrate-cpages",
      "HMM-MIG",
      "migration to system memory counts the pages it was asked for, not those that moved") {
    @Override
    public boolean isFaultIn(Profile profile) {
      return profile.driver().migratesBothWays();
    }
  },
  FAIL_ALLOC_IGNORED(
      "s-fail-alloc-ignored",
      "HMM-MIG",
      "the flag that makes the next allocation fail has no effect") {
    @Override
    public boolean isFaultIn(Profile profile) {
      return profile.driver().hasFlags();
    }
  },
  MIGRATE_SECOND_VMA(
      "s-migrate-second-vma",
      "HMM-MIG",
      "migration of several areas stops after the first one and says that all went well"),
  DEVICE_PAGE_REUSE_MAPPING(
      "device-page-reuse-mapping",
      "HMM-PRIV",
      "a freed device page keeps its reverse mapping, and its next user inherits it (before 5.3)"),
  REMOTE_LOCAL_SWAPPED(
      "s-remote-local-swapped",
      "HMM-PRIV",
      "a snapshot takes the memory of the device itself for another's, and the reverse"),
  PRIVATE_FORK_CHILD_ZERO(
      "s-private-fork-child-zero",
      "HMM-PRIV",
      "a shared page that comes back from a device is given to the process that touched it alone"),
  PRIVATE_FORK_SHARED(
      "s-private-fork-shared",
      "HMM-PRIV",
      "fork leaves pages in device memory writable for both processes"),
  DEVICE_PAGE_LEAK(
      "s-device-page-leak",
      "HMM-PRIV",
      "a device page that is freed is lost, and after two of them the device has no more"),
  CLOSE_DEVICE_PAGES_UAF(
      "close-device-pages-uaf",
      "HMM-DRV",
      "close leaves device pages behind whose owner is gone (before 6.1.176, 6.12.86, 7.1)"),
  EXCLUSIVE_PARTIAL_UNINIT(
      "exclusive-partial-uninit",
      "HMM-DRV",
      "exclusive access to a range stores pointers for pages that could not be had (before 6.0)") {
    @Override
    public boolean isFaultIn(Profile profile) {
      return profile.driver().hasExclusive() && !profile.release().atLeast(6, 15);
    }
  };

  private static final long FEATURE_WP = 1;

  private final String id;
  private final String area;
  private final String bug;

  Fault(String id, String area, String bug) {
    this.id = id;
    this.area = area;
    this.bug = bug;
  }

  /** The name that people and traces use. */
  public String id() {
    return id;
  }

  /** The part of the interface that the bug is in. */
  public String area() {
    return area;
  }

  /** One line: what is wrong. */
  public String bug() {
    return bug;
  }

  /**
   * Whether this is wrong in a kernel of this profile. Some old kernels behaved so by design or
   * have nothing that it could break, and there the switch changes nothing.
   */
  public boolean isFaultIn(Profile profile) {
    return !isOfHmm() || profile.driver().exists();
  }

  /** Whether it is a bug of the HMM test driver or of what it tests; otherwise of userfaultfd. */
  public boolean isOfHmm() {
    return area.startsWith("HMM-");
  }

  /** The bugs of userfaultfd, in the order of their areas. */
  public static List<Fault> ofUserfaultfd() {
    return Arrays.stream(values()).filter(fault -> !fault.isOfHmm()).toList();
  }

  /** The bugs of HMM and its test driver, in the order of their areas. */
  public static List<Fault> ofHmm() {
    return Arrays.stream(values()).filter(Fault::isOfHmm).toList();
  }

  private static boolean hasFeature(Profile profile, long feature) {
    return (profile.features() & feature) != 0;
  }
}
