package org.pageproof.vocabulary.userfaultfd;

/**
 * A call that a descriptor does not support.
 *
 * @param fd the descriptor slot; of no meaning for {@link Call#DEVICE_IOCTL}
 * @param call which call
 */
public record Misuse(int id, int fd, Misuse.Call call) implements UffdCommand {
  /** The calls; a pointer argument points to good memory. */
  public enum Call {
    /** An ioctl of the right type with a number that has never been given out. */
    UNKNOWN_IOCTL,
    /** UFFDIO_REGISTER with the argument size of UFFDIO_UNREGISTER in its number. */
    WRONG_SIZE,
    /** write(2) of 32 bytes. */
    WRITE,
    /** mmap(2) of a page, shared and read-only. */
    MMAP,
    /** lseek(2) to the start. */
    SEEK,
    /** An ioctl other than USERFAULTFD_IOC_NEW on {@code /dev/userfaultfd}. */
    DEVICE_IOCTL
  }

  @Override
  public UffdKind kind() {
    return UffdKind.MISUSE;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.misuse(this, parameter);
  }
}
