package org.pageproof.sut.driver;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.protocol.Frame;
import org.pageproof.sut.protocol.FrameReader;
import org.pageproof.sut.protocol.FrameWriter;

/**
 * Frames to and from a worker. A thread reads and a thread writes, so that the caller never waits
 * in a pipe for a worker that is stuck.
 */
public final class FrameChannel {
  /** What came from the worker. */
  public sealed interface Event permits Received, Ended {}

  /** A frame. */
  public record Received(Frame frame) implements Event {}

  /** Nothing more will come; {@code problem} says if the stream did not simply end. */
  public record Ended(@Nullable HarnessException problem) implements Event {}

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final ExecutorService writer;
  private final OutputStream toWorker;
  private final FrameWriter frames;

  /** Whether the worker was found gone; used by the writing thread only. */
  private boolean broken;

  /**
   * Begins to read what the worker says.
   *
   * @param name the first part of the names of the threads
   */
  public FrameChannel(String name, InputStream fromWorker, OutputStream toWorker) {
    this.toWorker = toWorker;
    frames = new FrameWriter(toWorker);
    writer = Executors.newSingleThreadExecutor(task -> daemon(new Thread(task, name + "-writer")));
    FrameReader reader = new FrameReader(fromWorker);
    daemon(new Thread(() -> read(reader), name + "-reader")).start();
  }

  private static Thread daemon(Thread thread) {
    thread.setDaemon(true);
    return thread;
  }

  private void read(FrameReader reader) {
    try {
      for (Frame frame = reader.next(); frame != null; frame = reader.next()) {
        events.add(new Received(frame));
      }
      events.add(new Ended(null));
    } catch (IOException e) {
      events.add(new Ended(new HarnessException("the worker cannot be heard: " + e, e)));
    } catch (HarnessException e) {
      events.add(new Ended(e));
    }
  }

  /** Sends a frame some time soon. */
  public void send(Frame frame) {
    writer.execute(() -> write(frame));
  }

  private void write(Frame frame) {
    if (broken) {
      return;
    }
    try {
      frames.write(frame);
    } catch (IOException e) {
      broken = true; // the worker is gone, and the reader tells so
    }
  }

  /** Ends the worker's input after what was sent. */
  public void finish() {
    if (!writer.isShutdown()) {
      writer.execute(this::closeOutput);
      writer.shutdown();
    }
  }

  private void closeOutput() {
    try {
      toWorker.close();
    } catch (IOException e) {
      broken = true; // as above
    }
  }

  /** The next event, or null if none comes in this time. */
  public @Nullable Event next(Duration limit) {
    try {
      return events.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }
}
