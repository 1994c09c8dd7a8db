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

  @Override
  public UffdKind kind() {
    return UffdKind.API;
  }

  @Override
  public <P, R> R accept(UffdVisitor<P, R> visitor, P parameter) {
    return visitor.api(this, parameter);
  }
}
