package org.pageproof.sut.vm.image;

/**
 * What the user gave cannot be booted or built. The message is one line: what is wrong, what to do.
 */
public final class ImageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  ImageException(String message) {
    super(message);
  }

  ImageException(String message, Throwable cause) {
    super(message, cause);
  }
}
