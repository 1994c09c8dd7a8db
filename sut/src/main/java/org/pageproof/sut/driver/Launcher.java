package org.pageproof.sut.driver;

import org.pageproof.sut.HarnessException;

/** Starts the workers of a system under test, one after another. Used by one thread. */
public interface Launcher extends AutoCloseable {
  /** What traces call the system, such as {@code kernel}. */
  String sut();

  /**
   * Starts a worker.
   *
   * @throws HarnessException if it cannot work on this machine; the message says why and what to do
   */
  Worker launch();

  /** Whether each worker has a kernel of its own, so that a new one has no taint any more. */
  boolean launchesKernels();

  /** A launcher of the same kind for workers in whose kernel nothing has run. */
  Launcher fresh();

  /** Gives up what is kept for further workers. */
  @Override
  void close();
}
