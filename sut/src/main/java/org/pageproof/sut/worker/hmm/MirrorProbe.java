package org.pageproof.sut.worker.hmm;

import java.nio.file.Files;
import java.nio.file.Path;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.MissingInterfaceException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.sut.worker.ProcFile;
import org.pageproof.sut.worker.ProfileProbe;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Errno;
import org.pageproof.vocabulary.KernelRelease;
import org.pageproof.vocabulary.MirrorDriver;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.hmm.HmmKind;
import org.pageproof.vocabulary.hmm.IoctlNumbers;
import org.pageproof.vocabulary.hmm.Request.Buffer;

/**
 * Finds out what this kernel's test driver offers, with a descriptor that is thrown away before
 * there are others: closing one evicts all memory of its device.
 *
 * @param driver the driver
 * @param types how pagemap tells its pages
 */
record MirrorProbe(MirrorDriver driver, SwapTypes types) {
  private static final int PAGE = AddressPlan.PAGE_SIZE;
  private static final Reply UNSUPPORTED = Reply.refused(Errno.EINVAL);

  /** A flag that no kernel knows, but that every kernel with FLAGS accepts. */
  private static final long UNKNOWN_FLAG = 2;

  /**
   * Negotiates.
   *
   * @throws HarnessException if there is no driver or it cannot be used; the message says why and
   *     what to do
   */
  static MirrorProbe negotiate() {
    int devices = countDevices();
    HmmEnvironment.current().require();
    int fd = open(0);
    try (Scratch scratch = new Scratch(fd)) {
      MirrorDriver driver = new MirrorDriver(scratch.ioctls(), devices);
      return new MirrorProbe(driver, scratch.types(driver));
    } finally {
      Libc.close(fd);
    }
  }

  private static int countDevices() {
    int devices = 0;
    while (devices < MirrorDriver.DEVICE_SLOTS
        && Files.exists(Path.of(MirrorCalls.DEVICE + devices))) {
      devices++;
    }
    if (devices == 0) {
      throw new MissingInterfaceException(
          "it has no "
              + MirrorCalls.DEVICE
              + "0, which the module test_hmm makes; use one built with CONFIG_TEST_HMM=m");
    }
    return devices < MirrorDriver.DEVICE_SLOTS ? MirrorDriver.PRIVATE_DEVICES : devices;
  }

  /**
   * A new descriptor of a device.
   *
   * @throws HarnessException if it cannot be opened
   */
  static int open(int device) {
    int fd = MirrorCalls.openDevice(device);
    if (fd < 0) {
      throw new HarnessException(
          MirrorCalls.DEVICE + device + " cannot be opened: " + Libc.errno() + "; run as root");
    }
    return fd;
  }

  /** A page to try the driver on, with the driver's buffer. */
  private static final class Scratch implements AutoCloseable {
    private final int fd;
    private final MirrorStruct struct = new MirrorStruct();
    private final NativeMemory page = NativeMemory.allocate(PAGE);
    private final NativeMemory buffer = NativeMemory.allocate(PAGE);
    private final ProcFile pagemap = new ProcFile("/proc/self/pagemap", Long.BYTES);

    Scratch(int fd) {
      this.fd = fd;
      touch();
    }

    /** A store in native code, like every touch of a page that the driver has. */
    private void touch() {
      Libc.memcpy(page.address(), buffer.address(), Long.BYTES);
    }

    private Reply call(int number, long npages) {
      struct.fill(page.address(), npages, buffer.address());
      return struct.call(fd, number, Buffer.VALID);
    }

    /**
     * The set of ioctls, from calls that do no harm in any kernel. RELEASE would harm, and came
     * with 6.1.
     */
    int ioctls() {
      if (!call(0x09, 1).equals(UNSUPPORTED)) { // READ_UNLOCKED
        return 6;
      }
      if (!call(0x08, UNKNOWN_FLAG).equals(UNSUPPORTED)) { // FLAGS
        return 5;
      }
      if (!call(0x06, 1).equals(UNSUPPORTED)) { // CHECK_EXCLUSIVE
        return KernelRelease.parse(ProfileProbe.release()).atLeast(6, 1) ? 4 : 3;
      }
      return call(0x05, 1).equals(UNSUPPORTED) ? 1 : 2; // CHECK_EXCLUSIVE before 6.0
    }

    SwapTypes types(MirrorDriver driver) {
      int todev = IoctlNumbers.number(HmmKind.TODEV, driver);
      int deviceWritable = typeAfter(todev);
      protect(Libc.PROT_READ);
      int deviceReadable = type();
      protect(Libc.PROT_READ | Libc.PROT_WRITE);
      if (!driver.hasExclusive()) {
        return new SwapTypes(deviceWritable, deviceReadable, SwapTypes.NONE, SwapTypes.NONE);
      }
      int exclusiveWritable = typeAfter(IoctlNumbers.number(HmmKind.EXCLUSIVE, driver));
      protect(Libc.PROT_READ);
      return new SwapTypes(deviceWritable, deviceReadable, exclusiveWritable, type());
    }

    private int typeAfter(int number) {
      touch();
      Reply reply = call(number, 1);
      if (!reply.equals(Reply.ZERO)) {
        throw new HarnessException("ioctl " + number + " of a new page: " + reply);
      }
      return type();
    }

    /** The type of the page's entry, which is a swap entry now. */
    private int type() {
      pagemap.read(page.address() / PAGE * Long.BYTES, Long.BYTES);
      long entry = pagemap.bytes().getLong(0);
      int type = SwapTypes.type(entry);
      if (entry >>> 62 != 1) {
        throw new HarnessException(
            "a page that a device has looks like 0x" + Long.toHexString(entry) + " in pagemap");
      }
      if (type == 0) {
        throw new HarnessException("pagemap hides the types of entries; run as root");
      }
      return type;
    }

    private void protect(int protection) {
      if (Libc.mprotect(page.address(), PAGE, protection) != 0) {
        throw new HarnessException("mprotect: " + Libc.errno());
      }
    }

    @Override
    public void close() {
      page.close();
      buffer.close();
      pagemap.close();
    }
  }
}
