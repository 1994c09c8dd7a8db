package org.pageproof.sut.worker;

import org.pageproof.sut.HarnessException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.jna.NativeMemory;
import org.pageproof.sut.jna.Userfaultfd;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Message;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.Misuse;

/** The calls that a userfaultfd does not support. */
final class MisuseCalls {
  /** {@code _IOWR(0xAA, 0x30, 24 bytes)}: a number that has never been given out. */
  private static final long UNKNOWN_IOCTL = 0xc018aa30L;

  /** {@code _IOWR(0xAA, 0x00, 16 bytes)}: UFFDIO_REGISTER with another size. */
  private static final long WRONG_SIZE = 0xc010aa00L;

  /** {@code _IO(0xAA, 0x01)}: the device has only the number 0. */
  private static final long UNKNOWN_DEVICE_IOCTL = 0xaa01L;

  private static final int PAGE = AddressPlan.PAGE_SIZE;

  private final DescriptorSlots slots;
  private final NativeMemory memory = NativeMemory.allocate(PAGE);

  MisuseCalls(DescriptorSlots slots) {
    this.slots = slots;
  }

  Outcome call(Misuse c) {
    int fd = slots.number(c.fd());
    return Outcome.of(
        switch (c.call()) {
          case UNKNOWN_IOCTL -> Replies.of(Libc.ioctl(fd, UNKNOWN_IOCTL, memory.address()));
          case WRONG_SIZE -> Replies.of(Libc.ioctl(fd, WRONG_SIZE, memory.address()));
          case WRITE -> Replies.of(Libc.write(fd, memory.address(), Message.BYTES));
          case MMAP -> map(fd);
          case SEEK -> Replies.of(Libc.lseek(fd, 0, Libc.SEEK_SET));
          case DEVICE_IOCTL -> device();
        });
  }

  private static Reply map(int fd) {
    long address = Libc.mmap(0, PAGE, Libc.PROT_READ, Libc.MAP_SHARED, fd, 0);
    if (address == -1) {
      return Reply.refused(Libc.errno());
    }
    if (Libc.munmap(address, PAGE) != 0) {
      throw new HarnessException("munmap: " + Libc.errno());
    }
    return Reply.returned(1);
  }

  private static Reply device() {
    int device = Libc.open(Userfaultfd.DEVICE, Libc.O_RDWR | Libc.O_CLOEXEC);
    if (device < 0) {
      return Reply.refused(Libc.errno());
    }
    Reply reply = Replies.of(Libc.ioctl(device, UNKNOWN_DEVICE_IOCTL, 0));
    Libc.close(device);
    return reply;
  }
}
