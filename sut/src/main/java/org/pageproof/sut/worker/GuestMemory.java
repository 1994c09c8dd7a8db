package org.pageproof.sut.worker;

import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.sut.protocol.Journal;

/** Memory of a guest that its kernel leaves alone and that the driver sees too. */
final class GuestMemory {
  private static final String DEVICE = "/dev/mem";

  private GuestMemory() {}

  /**
   * The journal at a physical address.
   *
   * @throws HarnessException if the kernel does not allow it
   */
  static Journal journal(long address) {
    int fd = Libc.open(DEVICE, Libc.O_RDWR | Libc.O_CLOEXEC);
    if (fd < 0) {
      throw new HarnessException(
          DEVICE + " cannot be opened: " + Libc.errno() + "; the kernel needs CONFIG_DEVMEM");
    }
    int protection = Libc.PROT_READ | Libc.PROT_WRITE;
    long mapped = Libc.mmap(0, pages(Journal.CAPACITY), protection, Libc.MAP_SHARED, fd, address);
    if (mapped == -1) {
      throw new HarnessException(
          "no journal at 0x" + Long.toHexString(address) + ": " + Libc.errno());
    }
    Libc.close(fd);
    return Journal.in(NativeMemory.view(mapped, Journal.CAPACITY));
  }

  private static long pages(int bytes) {
    return (bytes + 4095L) & -4096L;
  }
}
