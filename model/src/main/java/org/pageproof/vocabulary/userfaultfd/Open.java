package org.pageproof.vocabulary.userfaultfd;

/**
 * Creates a descriptor. Out-fields: {@code flags} (F_GETFL: access mode and O_NONBLOCK) and {@code
 * fdflags} (F_GETFD).
 *
 * @param fd the descriptor slot, 0 or 1
 * @param entry the system call or the device
 * @param flags as passed to the kernel
 * @param handshake whether a successful open is followed at once by UFFDIO_API with no features, so
 *     that sequences that do not test it need one command less
 */
public record Open(int id, int fd, Entry entry, int flags, boolean handshake)
    implements UffdCommand {
  /** Close on exec. */
  public static final int O_CLOEXEC = 0x80000;

  /** Reads never block. */
  public static final int O_NONBLOCK = 0x800;

  /** Only faults of user code are handled; the flag needs no privilege. */
  public static final int UFFD_USER_MODE_ONLY = 1;

  /** The access mode, which the kernel chooses; as a flag it is invalid. */
  public static final int O_RDWR = 2;

  /** What a monitor usually asks for. */
  public static final int USUAL_FLAGS = O_CLOEXEC | O_NONBLOCK;

  /** All valid flags. */
  public static final int VALID_FLAGS = O_CLOEXEC | O_NONBLOCK | UFFD_USER_MODE_ONLY;

  /** Which door leads to a descriptor. */
  public enum Entry {
    /** userfaultfd(2). */
    SYSCALL,
    /** USERFAULTFD_IOC_NEW on /dev/userfaultfd. */
    DEVICE
  }

  @Override
  public UffdKind kind() {
    return UffdKind.OPEN;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.open(this, parameter);
  }
}
