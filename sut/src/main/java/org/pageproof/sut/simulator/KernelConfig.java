package org.pageproof.sut.simulator;

import java.util.Collection;
import java.util.EnumSet;
import java.util.Set;
import org.pageproof.sut.simulator.areas.MergeRules;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.Profile;

/**
 * Which kernel is simulated: its profile, what follows from its release and features, and the bugs
 * planted in it.
 */
final class KernelConfig {
  private static final long FEATURE_WP = 1;
  private static final long FEATURE_MINOR_SHMEM = 1L << 10;
  private static final long FEATURE_POISON = 1L << 14;
  private static final long FEATURE_MOVE = 1L << 16;

  /** WAKE, COPY and ZEROPAGE. */
  private static final long RANGE_IOCTLS = 1L << 2 | 1L << 3 | 1L << 4;

  private static final long IOCTL_MOVE = 1L << 5;
  private static final long IOCTL_WRITEPROTECT = 1L << 6;
  private static final long IOCTL_CONTINUE = 1L << 7;
  private static final long IOCTL_POISON = 1L << 8;

  private final Profile profile;
  private final KernelRelease release;
  private final Set<Fault> faults;
  private final MergeRules mergeRules;
  private final boolean locksPerArea;

  KernelConfig(Profile profile, Collection<Fault> faults) {
    this.profile = profile;
    this.release = profile.release();
    this.faults = EnumSet.noneOf(Fault.class);
    this.faults.addAll(faults);
    this.mergeRules = MergeRules.of(release);
    this.locksPerArea = release.atLeast(6, 9);
  }

  Profile profile() {
    return profile;
  }

  boolean has(Fault fault) {
    return faults.contains(fault);
  }

  MergeRules mergeRules() {
    return mergeRules;
  }

  private boolean hasFeature(long feature) {
    return (profile.features() & feature) != 0;
  }

  /**
   * Whether the fills lock one area instead of all memory. They then prepare the area's anon_vma
   * before they check anything else about it ({@code uffd_lock_vma}, since 6.9).
   */
  boolean locksPerArea() {
    return locksPerArea;
  }

  /** Whether descriptors are opened read-only, as they have been since 6.1. */
  boolean opensReadOnly() {
    return release.atLeast(6, 1) && !has(Fault.FD_OPENED_RDWR);
  }

  /** Whether there is a {@code /dev/userfaultfd}. */
  boolean hasDevice() {
    return release.atLeast(6, 1);
  }

  /** Whether faults of the kernel itself can be left out (UFFD_USER_MODE_ONLY, 5.11). */
  boolean knowsUserModeOnly() {
    return release.atLeast(5, 11);
  }

  /**
   * Whether the handshake is one atomic step, which shows in fdinfo (5.15). Before, a second one
   * was refused before its argument was looked at.
   */
  boolean handshakesAtomically() {
    return release.atLeast(5, 15);
  }

  /** Whether EVENT_FORK needs CAP_SYS_PTRACE (5.5). */
  boolean guardsForkEvents() {
    return release.atLeast(5, 5);
  }

  /**
   * Whether a fill without a registered area is ENOENT; EINVAL before 4.11 (ioctl_userfaultfd(2)).
   */
  boolean tellsUnregistered() {
    return release.atLeast(4, 11);
  }

  /** The register modes that have a meaning; MINOR is known where shared memory has it. */
  int registerModes() {
    int modes = Vma.MISSING;
    modes |= writeProtects() ? Vma.WP : 0;
    return modes | (hasFeature(FEATURE_MINOR_SHMEM) ? Vma.MINOR : 0);
  }

  /** Whether pages can be write-protected (5.7). */
  boolean writeProtects() {
    return hasFeature(FEATURE_WP);
  }

  /** Whether write protection may span areas and holes (6.4); before, one area must hold it. */
  boolean writeProtectsAcrossAreas() {
    return release.atLeast(6, 4) && !has(Fault.WP_TWO_VMAS);
  }

  /** Whether shared memory can be registered (4.11). */
  boolean registersSharedMemory() {
    return release.atLeast(4, 11);
  }

  /** Whether registration asks for the right to write to the memory (4.20). */
  boolean asksForWriteAccess() {
    return release.atLeast(4, 20) && !has(Fault.RO_FILE_WRITE_VIA_COPY);
  }

  /** Whether only the owner can unregister an area (6.17). */
  boolean refusesForeignUnregister() {
    return release.atLeast(6, 17);
  }

  /** Whether UNREGISTER wakes the waiters of areas that track missing pages (4.11). */
  boolean wakesOnUnregister() {
    return release.atLeast(4, 11);
  }

  /** Whether mremap(2) ends the registration of what it moves (4.20). */
  boolean unregistersMoved() {
    return release.atLeast(4, 20);
  }

  /** Whether mprotect(2) gives back the accounting of memory never written (6.7). */
  boolean unaccountsUnwritten() {
    return release.atLeast(6, 7);
  }

  /** Whether MADV_FREE exists (4.5). */
  boolean freesLazily() {
    return release.atLeast(4, 5);
  }

  /** Whether MADV_POPULATE_READ and MADV_POPULATE_WRITE exist (5.14). */
  boolean populates() {
    return release.atLeast(5, 14);
  }

  /** The {@code ioctls} mask that a registration with these modes reports. */
  long rangeIoctls(int modes) {
    return RANGE_IOCTLS
        | (hasFeature(FEATURE_MOVE) ? IOCTL_MOVE : 0)
        | (hasFeature(FEATURE_POISON) ? IOCTL_POISON : 0)
        | ((modes & Vma.WP) != 0 ? IOCTL_WRITEPROTECT : 0)
        | ((modes & Vma.MINOR) != 0 ? IOCTL_CONTINUE : 0);
  }
}
