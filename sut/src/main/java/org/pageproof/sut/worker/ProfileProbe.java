package org.pageproof.sut.worker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.KernelState;
import org.pageproof.sut.MissingInterfaceException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.sut.jna.Userfaultfd;
import org.pageproof.sut.protocol.Hello;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.userfaultfd.Api;

/** Finds out what this kernel offers to this process, with descriptors that are thrown away. */
public final class ProfileProbe {
  /** What a system call that the kernel was built without answers. */
  private static final Errno ENOSYS = new Errno(38);

  private static final Path VERSION = Path.of("/proc/version");
  private static final Path TAINTED = Path.of("/proc/sys/kernel/tainted");
  private static final Path RELEASE = Path.of("/proc/sys/kernel/osrelease");
  private static final Path THP = Path.of("/sys/kernel/mm/transparent_hugepage/enabled");

  private ProfileProbe() {}

  /**
   * Negotiates the profile.
   *
   * @throws HarnessException if no descriptor can be had; the message says why and what to do
   */
  public static Hello negotiate() {
    int device = openDevice();
    Profile profile =
        new Profile(
            KernelRelease.parse(release()),
            featuresByThrowAway(device),
            isUnrestricted(),
            device >= 0,
            mayTrackForks(device));
    if (device >= 0) {
      Libc.close(device);
    }
    return new Hello(profile, System.getProperty("os.arch"), thp(), kernel());
  }

  /** A container may hide the version; no verdict needs it. */
  private static KernelState kernel() {
    String version = Files.isReadable(VERSION) ? text(VERSION) : "";
    return new KernelState(version, text(TAINTED));
  }

  /** The release of the running kernel. */
  public static String release() {
    return text(RELEASE);
  }

  /** Opens the device; -1 and errno if refused. */
  public static int openDevice() {
    return Libc.open(Userfaultfd.DEVICE, Libc.O_RDWR | Libc.O_CLOEXEC);
  }

  private static boolean isUnrestricted() {
    int fd = Userfaultfd.open(Libc.O_CLOEXEC);
    if (fd >= 0) {
      Libc.close(fd);
    }
    return fd >= 0;
  }

  /** A descriptor by whichever way there is; {@code device} is -1 if it cannot be opened. */
  private static int descriptor(int device) {
    int fd = Userfaultfd.open(Libc.O_CLOEXEC);
    if (fd < 0 && device >= 0) {
      fd = Libc.ioctl(device, Userfaultfd.USERFAULTFD_IOC_NEW, Libc.O_CLOEXEC);
    }
    if (fd < 0) {
      fd = Userfaultfd.open(Libc.O_CLOEXEC | Userfaultfd.UFFD_USER_MODE_ONLY);
    }
    if (fd < 0) {
      Errno errno = Libc.errno();
      throw errno.equals(ENOSYS)
          ? new MissingInterfaceException(whyRefused(errno))
          : new HarnessException(whyRefused(errno));
    }
    return fd;
  }

  /**
   * Whether this process has CAP_SYS_PTRACE as the kernel sees it, which is not that of a user
   * namespace: without it the fork event is refused, whatever the descriptor.
   */
  private static boolean mayTrackForks(int device) {
    int fd = descriptor(device);
    try (NativeMemory api = NativeMemory.allocate(4096)) {
      api.bytes().putLong(0, Userfaultfd.UFFD_API).putLong(Long.BYTES, Api.FEATURE_EVENT_FORK);
      boolean refused = Libc.ioctl(fd, Userfaultfd.UFFDIO_API, api.address()) != 0;
      return !refused || !Libc.errno().equals(Errno.EPERM);
    } finally {
      Libc.close(fd);
    }
  }

  /** Why userfaultfd(2) is refused even for user-mode faults, and what to do. */
  public static String whyRefused(Errno errno) {
    return "userfaultfd(2) is refused with "
        + errno
        + ": "
        + switch (errno.number()) {
          case 38 -> "the kernel has none; use one built with CONFIG_USERFAULTFD=y";
          case 1, 13 ->
              "a security filter forbids it; allow it in the container's seccomp profile, or run as"
                  + " root outside the container";
          case 22 -> "the kernel is older than 5.11; use a later one";
          case 23, 24 -> "no descriptor is free; raise RLIMIT_NOFILE (ulimit -n)";
          default -> "see userfaultfd(2)";
        };
  }

  private static long featuresByThrowAway(int device) {
    int fd = descriptor(device);
    long features = features(fd);
    Libc.close(fd);
    return features;
  }

  /** The feature mask that a descriptor without a handshake reports. */
  public static long features(int fd) {
    try (NativeMemory api = NativeMemory.allocate(4096)) {
      api.bytes().putLong(0, Userfaultfd.UFFD_API);
      if (Libc.ioctl(fd, Userfaultfd.UFFDIO_API, api.address()) != 0) {
        throw new HarnessException("UFFDIO_API is refused: " + Libc.errno());
      }
      return api.bytes().getLong(Long.BYTES);
    }
  }

  /** The transparent huge page policy, {@code unknown} where it cannot be read. */
  public static String thp() {
    if (!Files.isReadable(THP)) {
      return "unknown";
    }
    String choices = text(THP); // such as: always [madvise] never
    int from = choices.indexOf('[');
    int to = choices.indexOf(']');
    return from < 0 || to < from ? "unknown" : choices.substring(from + 1, to);
  }

  /** The contents of a small file without white space at its ends. */
  public static String text(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new HarnessException(file + " cannot be read: " + e.getMessage(), e);
    }
  }
}
