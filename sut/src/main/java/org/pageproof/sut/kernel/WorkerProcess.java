package org.pageproof.sut.kernel;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.kernel.FrameChannel.Ended;
import org.pageproof.sut.kernel.FrameChannel.Event;
import org.pageproof.sut.kernel.FrameChannel.Received;
import org.pageproof.sut.protocol.Frame;
import org.pageproof.sut.protocol.Hello;
import org.pageproof.sut.protocol.Journal;
import org.pageproof.sut.protocol.Request;
import org.pageproof.trace.UffdCommandCodec;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** One worker process, from its start to its end. Used by one thread. */
final class WorkerProcess {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final Duration END_LIMIT = Duration.ofSeconds(10);
  private static final int LOOKS_PER_LIMIT = 8;

  private final KernelOptions options;
  private final WorkDirectory directory;
  private final Process process;
  private final FrameChannel channel;
  private final Journal journal;
  private final UffdCommandCodec codec = new UffdCommandCodec();
  private int sent;
  private int received;

  private WorkerProcess(
      KernelOptions options, WorkDirectory directory, Journal journal, Process process) {
    this.options = options;
    this.directory = directory;
    this.journal = journal;
    this.process = process;
    this.channel = new FrameChannel(process);
  }

  /**
   * Starts a worker.
   *
   * @throws HarnessException if there can be no process
   */
  static WorkerProcess start(KernelOptions options) {
    WorkDirectory directory = WorkDirectory.create();
    try {
      Journal journal = Journal.create(directory.journal());
      Process process = WorkerCommand.start(directory, options);
      return new WorkerProcess(options, directory, journal, process);
    } catch (HarnessException e) {
      directory.delete();
      throw e;
    } catch (IOException e) {
      directory.delete();
      throw new HarnessException("a worker cannot be started: " + e.getMessage(), e);
    }
  }

  /**
   * Waits for the greeting, which must be done once, first.
   *
   * @throws HarnessException if it does not come; the message says why
   */
  Hello hello() {
    Event event = channel.next(START_LIMIT);
    if (event == null) {
      throw new HarnessException("a worker does not greet: " + HangEvidence.of(process.pid()));
    }
    if (event instanceof Received greeting && greeting.frame().type() == Frame.Type.HELLO) {
      return Hello.parse(greeting.frame());
    }
    if (event instanceof Received other) {
      throw new HarnessException("no worker can run here: " + other.frame().text());
    }
    throw new HarnessException(
        "a worker ended at its start: " + death() + "; " + directory.lastLogLine());
  }

  /** The process id. */
  long pid() {
    return process.pid();
  }

  /** The sequences that were sent and not answered. */
  int outstanding() {
    return sent - received;
  }

  /** The sequences that were answered. */
  int executed() {
    return received;
  }

  /** Sends a sequence. */
  void send(CommandSequence<UffdCommand> sequence) {
    channel.send(new Request<>(sent, sequence).toFrame(codec));
    sent++;
  }

  /**
   * Waits for the answer to the oldest sequence that was sent, which is this one.
   *
   * @throws HarnessException if the worker says that it cannot go on, or talks nonsense
   */
  Outcome await(CommandSequence<UffdCommand> sequence) {
    Duration look = options.hangLimit().dividedBy(LOOKS_PER_LIMIT);
    long begun = journal.sequence();
    int length = journal.length();
    long since = System.nanoTime();
    while (true) {
      boolean gone = !process.isAlive();
      Event event = channel.next(look);
      if (event == null && gone) {
        return died(new Ended(null), sequence); // somebody else still holds its output
      }
      if (event instanceof Received answer) {
        return answer(answer.frame(), sequence);
      }
      if (event instanceof Ended end) {
        return died(end, sequence);
      }
      long now = System.nanoTime();
      if (journal.sequence() != begun || journal.length() != length) {
        begun = journal.sequence();
        length = journal.length();
        since = now;
      } else if (now - since > options.hangLimit().toNanos()) {
        return lost(sequence, hang());
      }
    }
  }

  private Outcome answer(Frame frame, CommandSequence<UffdCommand> sequence) {
    return switch (frame.type()) {
      case TRACE -> {
        received++;
        yield new Outcome.Completed(Traces.complete(sequence, frame.payload()));
      }
      case HUNG -> lost(sequence, new Reply.Hung(frame.text()));
      case ERROR -> throw new HarnessException("the worker gave up: " + frame.text());
      case HELLO, EXECUTE ->
          throw new HarnessException("the worker sent " + frame.type() + " in place of a trace");
    };
  }

  /** The process is gone or going; what it did not say, its exit status and crash report do. */
  private Outcome died(Ended end, CommandSequence<UffdCommand> sequence) {
    HarnessException problem = end.problem();
    if (problem != null && !awaitEnd(END_LIMIT)) {
      throw problem;
    }
    return journal.sequence() == received
        ? lost(sequence, new Reply.Died(death()))
        : new Outcome.DiedIdle(death());
  }

  private Outcome lost(CommandSequence<UffdCommand> sequence, Reply how) {
    byte[] lines = journal.sequence() == received ? journal.lines() : new byte[0];
    return new Outcome.Lost(Traces.lost(sequence, lines, how));
  }

  private Reply hang() {
    return new Reply.Hung(
        "no progress in " + options.hangLimit().toMillis() + " ms: " + HangEvidence.of(pid()));
  }

  private String death() {
    if (!awaitEnd(END_LIMIT)) {
      return "closed its output";
    }
    return Deaths.describe(process.exitValue(), WorkDirectory.lines(directory.errorFile()));
  }

  private boolean awaitEnd(Duration limit) {
    try {
      return process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  /**
   * Ends the process: an idle one by the end of its input, a busy one by force.
   *
   * @return whether it has ended; if not, it is stuck in the kernel and abandoned
   */
  boolean end() {
    channel.finish();
    boolean ended = outstanding() == 0 && awaitEnd(END_LIMIT);
    if (!ended) {
      process.destroyForcibly();
      ended = awaitEnd(END_LIMIT);
    }
    directory.delete();
    return ended;
  }
}
