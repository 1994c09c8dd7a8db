package org.pageproof.sut.vm;

/**
 * A guest ended before its worker was ready. On a busy machine that happens to sound kernels: they
 * find, for example, that timer interrupts come too late to be working. The message is one line.
 */
final class EarlyDeathException extends RuntimeException {
  private static final long serialVersionUID = 1;

  EarlyDeathException(String message) {
    super(message);
  }
}
