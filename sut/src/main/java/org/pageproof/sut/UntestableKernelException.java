package org.pageproof.sut;

/**
 * A kernel does not come as far as its first command: it does not boot, or lacks what a worker
 * needs. That may be the kernel's doing as much as the machine's.
 */
public final class UntestableKernelException extends HarnessException {
  private static final long serialVersionUID = 1;

  /** It was found so for this reason, whose message is one line. */
  public UntestableKernelException(RuntimeException cause) {
    super(String.valueOf(cause.getMessage()), cause);
  }
}
