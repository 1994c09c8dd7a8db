package org.pageproof.sut.kernel;

import com.sun.jna.Native;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.sut.jna.Userfaultfd;
import org.pageproof.sut.worker.ProfileProbe;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.userfaultfd.Features;

/** Finds out, without a worker, what of userfaultfd can be tested on this machine, and why not. */
public final class KernelProbe {
  private static final Path SYSCTL = Path.of("/proc/sys/vm/unprivileged_userfaultfd");
  private static final String PAGEMAP = "/proc/self/pagemap";
  private static final String ROOT_ADVICE =
      "run as root, or set sysctl vm.unprivileged_userfaultfd=1";

  private final List<Check> checks = new ArrayList<>();
  private int descriptor = -1;

  private KernelProbe() {}

  /**
   * One thing that was looked at.
   *
   * @param name what it is
   * @param status how it stands
   * @param found what was found
   * @param advice what to do if that is not enough; empty if nothing needs to be done
   */
  public record Check(String name, Status status, String found, String advice) {}

  /** How a check ended. */
  public enum Status {
    /** As it should be. */
    OK,
    /** Some commands will be refused; that is tested too. */
    LIMITED,
    /** Nothing can be tested. */
    MISSING
  }

  /**
   * All checks.
   *
   * @param checks in the order in which they were made
   */
  public record Result(List<Check> checks) {
    /** Copies the list. */
    public Result {
      checks = List.copyOf(checks);
    }

    /** Why nothing can be tested, and how to fix it, in one line; empty if something can. */
    public Optional<String> unavailable() {
      return checks.stream()
          .filter(check -> check.status() == Status.MISSING)
          .map(check -> check.name() + ": " + check.found() + "; " + check.advice())
          .findFirst();
    }
  }

  /** Makes the checks; without JNA only the first. */
  public static Result run() {
    KernelProbe probe = new KernelProbe();
    if (probe.checkJna()) {
      probe.checkSystemCall();
      probe.checkSysctl();
      probe.checkDevice();
      probe.checkFeatures();
      probe.checkPagemap();
      probe.checkWaitChannel();
    }
    return new Result(probe.checks);
  }

  private void add(String name, Status status, String found, String advice) {
    checks.add(new Check(name, status, found, status == Status.OK ? "" : advice));
  }

  private boolean checkJna() {
    try {
      add("JNA", Status.OK, "native library " + Native.VERSION_NATIVE, "");
      return Native.POINTER_SIZE == Long.BYTES;
    } catch (UnsatisfiedLinkError | NoClassDefFoundError e) {
      String advice = "make java.io.tmpdir writable and not noexec, or set -Djna.tmpdir";
      add("JNA", Status.MISSING, "cannot be loaded: " + e.getMessage(), advice);
      return false;
    }
  }

  private void checkSystemCall() {
    descriptor = Userfaultfd.open(Libc.O_CLOEXEC);
    if (descriptor >= 0) {
      add("userfaultfd(2)", Status.OK, "unrestricted", "");
      return;
    }
    Errno unrestricted = Libc.errno();
    descriptor = Userfaultfd.open(Libc.O_CLOEXEC | Userfaultfd.UFFD_USER_MODE_ONLY);
    if (descriptor >= 0) {
      String found = "user-mode faults only; unrestricted: " + unrestricted;
      add("userfaultfd(2)", Status.LIMITED, found, ROOT_ADVICE);
    } else {
      String why = ProfileProbe.whyRefused(Libc.errno());
      int advice = why.lastIndexOf("; ");
      add("userfaultfd(2)", Status.MISSING, why.substring(0, advice), why.substring(advice + 2));
    }
  }

  private void checkSysctl() {
    try {
      String value = Files.readString(SYSCTL).strip();
      boolean open = value.equals("1");
      add(
          "vm.unprivileged_userfaultfd",
          open ? Status.OK : Status.LIMITED,
          value,
          "1 lets everybody handle faults of the kernel too; root does not need it");
    } catch (IOException e) {
      add("vm.unprivileged_userfaultfd", Status.LIMITED, "no such sysctl", "needs Linux 5.2");
    }
  }

  private void checkDevice() {
    int device = ProfileProbe.openDevice();
    if (device >= 0) {
      Libc.close(device);
      add(Userfaultfd.DEVICE, Status.OK, "can be opened", "");
      return;
    }
    Errno errno = Libc.errno();
    String advice =
        errno.equals(Errno.ENOENT)
            ? "needs Linux 6.1, and devtmpfs on /dev"
            : "give this user read and write rights to it";
    add(Userfaultfd.DEVICE, Status.LIMITED, "cannot be opened: " + errno, advice);
  }

  private void checkFeatures() {
    if (descriptor < 0) {
      return;
    }
    try {
      long features = ProfileProbe.features(descriptor);
      add("features", Status.OK, describe(features), "");
    } catch (HarnessException e) {
      add("features", Status.MISSING, String.valueOf(e.getMessage()), "see userfaultfd(2)");
    } finally {
      Libc.close(descriptor);
    }
  }

  private void checkPagemap() {
    int fd = Libc.open(PAGEMAP, Libc.O_RDONLY | Libc.O_CLOEXEC);
    if (fd < 0) {
      String found = "cannot be opened: " + Libc.errno();
      add(PAGEMAP, Status.MISSING, found, "mount /proc; the kernel needs CONFIG_PROC_PAGE_MONITOR");
      return;
    }
    try (NativeMemory page = NativeMemory.allocate(4096)) {
      page.bytes().put(0, (byte) 1);
      long n = Libc.pread(fd, page.address(), Long.BYTES, (page.address() >>> 12) * Long.BYTES);
      boolean present = n == Long.BYTES && page.bytes().getLong(0) < 0;
      add(
          PAGEMAP,
          present ? Status.OK : Status.MISSING,
          present ? "shows present pages" : "does not show a present page",
          "the page size must be 4096 bytes; a sandbox may emulate /proc");
    }
    Libc.close(fd);
  }

  private void checkWaitChannel() {
    WaitChannelProbe probe = new WaitChannelProbe();
    String channel = probe.channelOfSleeper();
    boolean named = !channel.equals("0") && !channel.startsWith("?");
    add(
        "/proc/self/task/TID/wchan",
        named ? Status.OK : Status.MISSING,
        named ? "names wait channels" : "says " + channel + " of a thread that sleeps",
        "the kernel needs CONFIG_KALLSYMS and CONFIG_STACKTRACE");
  }

  /** The mask in hexadecimal and the names of its bits. */
  private static String describe(long features) {
    StringBuilder text = new StringBuilder("0x").append(Long.toHexString(features));
    for (long rest = features; rest != 0; rest &= rest - 1) {
      text.append(' ').append(Features.name(Long.numberOfTrailingZeros(rest)));
    }
    return text.toString();
  }
}
