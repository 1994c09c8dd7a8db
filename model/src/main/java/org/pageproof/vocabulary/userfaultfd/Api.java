package org.pageproof.vocabulary.userfaultfd;

/**
 * UFFDIO_API. Out-fields: {@code api}, {@code features}, {@code ioctls}; the first two hold what
 * the caller put there when the kernel does not write them.
 *
 * @param fd the descriptor slot
 * @param api the requested API version, {@link #VERSION} if valid
 * @param features the requested features
 * @param argument where the struct lies
 */
public record Api(int id, int fd, long api, long features, Argument argument)
    implements UffdCommand {
  /** The only API version. */
  public static final long VERSION = 0xAA;

  /** Fork is told to the monitor; needs CAP_SYS_PTRACE. */
  public static final long FEATURE_EVENT_FORK = 1L << 1;

  /** A fault that would block raises SIGBUS, or fails the system call. */
  public static final long FEATURE_SIGBUS = 1L << 7;

  /** Messages name the faulting thread. */
  public static final long FEATURE_THREAD_ID = 1L << 8;

  /** Messages tell the address to the byte. */
  public static final long FEATURE_EXACT_ADDRESS = 1L << 11;

  /** Absent anonymous pages can be write-protected. */
  public static final long FEATURE_WP_UNPOPULATED = 1L << 13;

  /**
   * Features that change what other commands do and that no rule covers yet: EVENT_FORK,
   * EVENT_REMAP, EVENT_REMOVE, EVENT_UNMAP, WP_ASYNC.
   */
  public static final long FEATURES_WITHOUT_RULES =
      FEATURE_EVENT_FORK | 1L << 2 | 1L << 3 | 1L << 6 | 1L << 15;

  @Override
  public UffdKind kind() {
    return UffdKind.API;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.api(this, parameter);
  }
}
