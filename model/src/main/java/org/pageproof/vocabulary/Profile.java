package org.pageproof.vocabulary;

/**
 * What differs between kernels and privileges and is negotiated when a system under test starts. A
 * parameter of the model: no other place asks for a version.
 *
 * @param release the kernel's release
 * @param features the feature mask that UFFDIO_API reports
 * @param unrestricted whether userfaultfd(2) may be called without UFFD_USER_MODE_ONLY (capability
 *     CAP_SYS_PTRACE, or the sysctl vm.unprivileged_userfaultfd)
 * @param device whether /dev/userfaultfd can be opened
 * @param ptrace whether the caller has CAP_SYS_PTRACE
 * @param driver the HMM test driver, {@link MirrorDriver#NONE} if there is none or nobody asked
 */
public record Profile(
    KernelRelease release,
    long features,
    boolean unrestricted,
    boolean device,
    boolean ptrace,
    MirrorDriver driver) {
  /** Feature bits (linux/userfaultfd.h). */
  public static final long FEATURE_PAGEFAULT_FLAG_WP = 1L;

  public static final long FEATURE_POISON = 1L << 14;

  public static final long FEATURE_MOVE = 1L << 16;

  /** A kernel without the HMM test driver. */
  public Profile(
      KernelRelease release, long features, boolean unrestricted, boolean device, boolean ptrace) {
    this(release, features, unrestricted, device, ptrace, MirrorDriver.NONE);
  }

  /** The profile of Linux 7.2 with all rights, which the simulator of the test driver can show. */
  public static Profile linux72() {
    return new Profile(KernelRelease.parse("7.2.0"), 0x1ffff, true, true, true);
  }

  /** The profile of Linux 6.18 with all rights, which the simulator shows by default. */
  public static Profile linux618() {
    return new Profile(KernelRelease.parse("6.18.0"), 0x1ffff, true, true, true);
  }

  /** The profile of Linux 6.12 with all rights. */
  public static Profile linux612() {
    return new Profile(KernelRelease.parse("6.12.0"), 0x1ffff, true, true, true);
  }

  /** The profile of Linux 6.1 with all rights. */
  public static Profile linux61() {
    return new Profile(KernelRelease.parse("6.1.0"), 0x1fff, true, true, true);
  }

  /** The profile of Linux 4.3, which first had userfaultfd; from its history, never run. */
  public static Profile linux43() {
    return new Profile(KernelRelease.parse("4.3.0"), 0, true, false, true);
  }

  /**
   * The same kernel for a caller without capabilities, while vm.unprivileged_userfaultfd is 0; a
   * kernel before that sysctl (5.2) asks nobody for a capability.
   */
  public Profile unprivileged() {
    return release.atLeast(5, 2)
        ? new Profile(release, features, false, device, false, driver)
        : this;
  }

  /** The same kernel with this test driver. */
  public Profile with(MirrorDriver newDriver) {
    return new Profile(release, features, unrestricted, device, ptrace, newDriver);
  }

  /** Whether WP mode and UFFDIO_WRITEPROTECT exist (5.7 on x86). */
  public boolean protectsPages() {
    return (features & FEATURE_PAGEFAULT_FLAG_WP) != 0;
  }

  /** Whether MINOR mode exists (5.13). */
  public boolean tracksMinorFaults() {
    return (features & (1L << 9 | 1L << 10)) != 0;
  }

  /** Whether empty anonymous entries can be marked as protected (6.4). */
  public boolean marksEmptyEntries() {
    return (features & 1L << 13) != 0;
  }

  /** WRITEPROTECT may span several areas and holes; before 6.4 the range must lie in one area. */
  public boolean protectsAcrossAreas() {
    return release.atLeast(6, 4);
  }

  /** UFFD_USER_MODE_ONLY is a valid flag (5.11). */
  public boolean knowsUserModeOnly() {
    return release.atLeast(5, 11);
  }

  /**
   * The handshake is one atomic step that ends with a bit in {@code fdinfo}; before 5.15 a second
   * one was refused before its argument was looked at, and the bit did not exist.
   */
  public boolean marksHandshake() {
    return release.atLeast(5, 15);
  }

  /** MADV_POPULATE_READ and MADV_POPULATE_WRITE exist (5.14); EINVAL before. */
  public boolean populates() {
    return release.atLeast(5, 14);
  }

  /** MADV_FREE exists (4.5); EINVAL before. */
  public boolean freesLazily() {
    return release.atLeast(4, 5);
  }

  /** A fill of memory that is not registered is ENOENT; EINVAL before 4.11. */
  public boolean tellsMissingDestination() {
    return release.atLeast(4, 11);
  }

  /** UNREGISTER wakes the waiters of MISSING areas; none before 4.11. */
  public boolean wakesOnUnregister() {
    return release.atLeast(4, 11);
  }

  /** mremap ends the registration of what it moves; it moved along before 4.20. */
  public boolean unregistersOnMove() {
    return release.atLeast(4, 20);
  }

  /** Shared memory can be registered (4.11), if it may be written (4.20 and stable kernels). */
  public boolean registersSharedMemory() {
    return release.atLeast(4, 11);
  }

  /** A new descriptor is opened read-only; before 6.1 its access mode was O_RDWR. */
  public boolean opensReadOnly() {
    return release.atLeast(6, 1);
  }

  /** UNREGISTER of another context's area is EINVAL; accepted by earlier kernels. */
  public boolean refusesForeignUnregister() {
    return release.atLeast(6, 17);
  }

  /**
   * The {@code ioctls} mask that REGISTER reports for anonymous memory.
   *
   * @param protects whether the mode has WP
   */
  public long anonymousIoctls(boolean protects) {
    long mask = 1L << 2 | 1L << 3 | 1L << 4; // WAKE, COPY, ZEROPAGE
    mask |= protects ? 1L << 6 : 0;
    mask |= (features & FEATURE_MOVE) != 0 ? 1L << 5 : 0;
    mask |= (features & FEATURE_POISON) != 0 ? 1L << 8 : 0;
    return mask;
  }
}
