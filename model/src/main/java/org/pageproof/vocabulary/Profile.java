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
 */
public record Profile(KernelRelease release, long features, boolean unrestricted, boolean device) {
  /** Feature bits (linux/userfaultfd.h). */
  public static final long FEATURE_POISON = 1L << 14;

  public static final long FEATURE_MOVE = 1L << 16;

  /** The profile of Linux 6.18 with all rights, which the simulator shows by default. */
  public static Profile linux618() {
    return new Profile(KernelRelease.parse("6.18.0"), 0x1ffff, true, true);
  }

  /** The profile of Linux 6.1 with all rights. */
  public static Profile linux61() {
    return new Profile(KernelRelease.parse("6.1.0"), 0x1fff, true, true);
  }

  /** A new descriptor is opened read-only; before 6.1 its access mode was O_RDWR. */
  public boolean opensReadOnly() {
    return release.atLeast(6, 1);
  }

  /** UNREGISTER of another context's area is EINVAL; accepted by earlier kernels. */
  public boolean refusesForeignUnregister() {
    return release.atLeast(6, 17);
  }

  /** The {@code ioctls} mask that REGISTER reports for anonymous memory in MISSING mode. */
  public long anonymousMissingIoctls() {
    long mask = 1L << 2 | 1L << 3 | 1L << 4; // WAKE, COPY, ZEROPAGE
    mask |= (features & FEATURE_MOVE) != 0 ? 1L << 5 : 0;
    mask |= (features & FEATURE_POISON) != 0 ? 1L << 8 : 0;
    return mask;
  }
}
