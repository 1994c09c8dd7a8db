package org.pageproof.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Lets an interrupted run (SIGINT, SIGTERM) finish its report: the run asks {@link #requested}
 * between batches, and the Java machine ends only when the run says {@link #close}.
 */
final class Interruption implements AutoCloseable {
  private static final long REPORT_SECONDS_MAX = 60;

  private final AtomicBoolean requested = new AtomicBoolean();
  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook = new Thread(this::interrupt, "interruption");

  private Interruption() {}

  /** Begins to listen. */
  static Interruption listen() {
    Interruption interruption = new Interruption();
    Runtime.getRuntime().addShutdownHook(interruption.hook);
    return interruption;
  }

  /** Whether the user wants the run to end. */
  boolean requested() {
    return requested.get();
  }

  private void interrupt() {
    requested.set(true);
    try {
      if (!finished.await(REPORT_SECONDS_MAX, TimeUnit.SECONDS)) {
        System.err.println("pageproof: the report could not be finished in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The report is written. */
  @Override
  public void close() {
    finished.countDown();
    if (!requested.get()) {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException e) {
        requested.set(true); // the machine is ending already: the signal decides the exit code
      }
    }
  }
}
