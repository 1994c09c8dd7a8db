package org.pageproof.sut.simulator;

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
   * Whether this is wrong in a kernel of this profile. Some old kernels behaved so by design, and
   * there the switch changes nothing.
   */
  public boolean isFaultIn(Profile profile) {
    return true;
  }

  private static boolean hasFeature(Profile profile, long feature) {
    return (profile.features() & feature) != 0;
  }
}
