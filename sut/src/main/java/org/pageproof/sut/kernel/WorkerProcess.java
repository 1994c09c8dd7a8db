package org.pageproof.sut.kernel;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.driver.Death;
import org.pageproof.sut.driver.Deaths;
import org.pageproof.sut.driver.FrameChannel;
import org.pageproof.sut.driver.FrameChannel.Event;
import org.pageproof.sut.driver.FrameChannel.Received;
import org.pageproof.sut.driver.Interruption;
import org.pageproof.sut.driver.Worker;
import org.pageproof.sut.protocol.Frame;
import org.pageproof.sut.protocol.Hello;
import org.pageproof.sut.protocol.Journal;

/** One worker process, from its start to its end. Used by one thread. */
final class WorkerProcess implements Worker {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration END_LIMIT = Duration.ofSeconds(10);

  private final WorkDirectory directory;
  private final Process process;
  private final FrameChannel channel;
  private final Journal journal;

  private WorkerProcess(WorkDirectory directory, Journal journal, Process process) {
    this.directory = directory;
    this.journal = journal;
    this.process = process;
    this.channel =
        new FrameChannel(
            "worker-" + process.pid(), process.getInputStream(), process.getOutputStream());
  }

  /**
   * Starts a worker.
   *
   * @throws HarnessException if there can be no process
   */
  static WorkerProcess start(KernelOptions options, String interfaceName) {
    WorkDirectory directory = WorkDirectory.create();
    try {
      Journal journal = Journal.create(directory.journal());
      Process process = WorkerCommand.start(directory, options, interfaceName);
      return new WorkerProcess(directory, journal, process);
    } catch (HarnessException e) {
      directory.delete();
      throw e;
    } catch (IOException e) {
      directory.delete();
      throw new HarnessException("a worker cannot be started: " + e.getMessage(), e);
    }
  }

  @Override
  public Hello greeting() {
    Event event = channel.next(START_LIMIT);
    if (event == null) {
      throw new HarnessException("a worker does not greet: " + evidence());
    }
    if (event instanceof Received greeting && greeting.frame().type() == Frame.Type.HELLO) {
      return Hello.parse(greeting.frame());
    }
    if (event instanceof Received other) {
      throw new HarnessException("no worker can run here: " + other.frame().text());
    }
    throw new HarnessException(
        "a worker ended at its start: " + death().how() + "; " + directory.lastLogLine());
  }

  @Override
  public FrameChannel channel() {
    return channel;
  }

  @Override
  public Journal journal() {
    return journal;
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public boolean hasEnded() {
    return !process.isAlive();
  }

  @Override
  public Death death() {
    if (!awaitEnd()) {
      return new Death("closed its output", Death.Cause.NONE);
    }
    String how = Deaths.describe(process.exitValue(), WorkDirectory.lines(directory.errorFile()));
    return new Death(how, Death.Cause.SEQUENCE);
  }

  @Override
  public String evidence() {
    return HangEvidence.of(pid());
  }

  private boolean awaitEnd() {
    try {
      return process.waitFor(END_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  @Override
  public boolean end(boolean idle) {
    channel.finish();
    boolean ended = idle && awaitEnd();
    if (!ended) {
      process.destroyForcibly();
      ended = awaitEnd();
    }
    directory.delete();
    return ended;
  }
}
