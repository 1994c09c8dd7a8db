package org.pageproof.sut.driver;

import org.pageproof.sut.HarnessException;

/** What becomes of an interrupt while a worker is waited for. */
public final class Interruption {
  private Interruption() {}

  /** An exception that ends the run; the thread stays interrupted. */
  public static HarnessException of(InterruptedException cause) {
    Thread.currentThread().interrupt();
    return new HarnessException("interrupted while waiting for a worker", cause);
  }
}
