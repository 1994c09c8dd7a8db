package org.pageproof.sut.jna;

/**
 * The userfaultfd interface in numbers. Ioctl numbers and struct layouts are those of
 * linux/userfaultfd.h; all fields are 8 bytes, so a struct is given as its fields in order.
 *
 * <pre>
 *   uffdio_api       api  features  ioctls
 *   uffdio_register  start  len  mode  ioctls
 *   uffdio_range     start  len                      (UNREGISTER, WAKE)
 *   uffdio_copy      dst  src  len  mode  copy
 *   uffdio_zeropage  start  len  mode  zeropage
 *   uffdio_writeprotect  start  len  mode
 *   uffd_msg         event (1 byte)  ..  8: flags  16: address  24: ptid (4 bytes)
 * </pre>
 */
public final class Userfaultfd {
  /** {@code _IOWR(0xAA, 0x3F, struct uffdio_api)}. */
  public static final long UFFDIO_API = 0xc018aa3fL;

  /** {@code _IOWR(0xAA, 0x00, struct uffdio_register)}. */
  public static final long UFFDIO_REGISTER = 0xc020aa00L;

  /** {@code _IOR(0xAA, 0x01, struct uffdio_range)}. */
  public static final long UFFDIO_UNREGISTER = 0x8010aa01L;

  /** {@code _IOR(0xAA, 0x02, struct uffdio_range)}. */
  public static final long UFFDIO_WAKE = 0x8010aa02L;

  /** {@code _IOWR(0xAA, 0x03, struct uffdio_copy)}. */
  public static final long UFFDIO_COPY = 0xc028aa03L;

  /** {@code _IOWR(0xAA, 0x04, struct uffdio_zeropage)}. */
  public static final long UFFDIO_ZEROPAGE = 0xc020aa04L;

  /** {@code _IOWR(0xAA, 0x06, struct uffdio_writeprotect)}. */
  public static final long UFFDIO_WRITEPROTECT = 0xc018aa06L;

  /** {@code _IO(0xAA, 0x00)} on the device; the argument is the flags. */
  public static final long USERFAULTFD_IOC_NEW = 0xaa00L;

  /** The only API version. */
  public static final long UFFD_API = 0xaa;

  /** The flag for descriptors that handle faults of user code only; it needs no privilege. */
  public static final int UFFD_USER_MODE_ONLY = 1;

  /** The device that gives descriptors to whoever may open it. */
  public static final String DEVICE = "/dev/userfaultfd";

  /** The offset of {@code arg.pagefault.flags} in a message, in bytes. */
  public static final int MESSAGE_FLAGS = 8;

  /** The offset of {@code arg.pagefault.address} in a message, in bytes. */
  public static final int MESSAGE_ADDRESS = 16;

  /** The offset of {@code arg.pagefault.feat.ptid} in a message, in bytes. */
  public static final int MESSAGE_PTID = 24;

  private static final long NR_X86_64 = 323; // asm/unistd_64.h
  private static final long NR_GENERIC = 282; // asm-generic/unistd.h: arm64, riscv64

  private Userfaultfd() {}

  /** userfaultfd(2); -1 and errno if refused. */
  public static int open(int flags) {
    long number = System.getProperty("os.arch").equals("amd64") ? NR_X86_64 : NR_GENERIC;
    return (int) Libc.syscall(number, flags);
  }
}
