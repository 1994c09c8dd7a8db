package org.pageproof.sut.driver;

import java.time.Duration;
import java.util.Optional;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.driver.FrameChannel.Ended;
import org.pageproof.sut.driver.FrameChannel.Event;
import org.pageproof.sut.driver.FrameChannel.Received;
import org.pageproof.sut.protocol.Frame;
import org.pageproof.sut.protocol.Journal;
import org.pageproof.sut.protocol.Request;
import org.pageproof.trace.CommandCodec;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Reply;

/** What is said to one worker after its greeting, and what it answers. Used by one thread. */
final class Session<C extends Command> {
  private static final int LOOKS_PER_LIMIT = 8;
  private static final Duration LONGEST_LOOK = Duration.ofMillis(250);

  /** An idle worker is given up after so many looks without progress: 3 s. */
  private static final int IDLE_LOOKS = 12;

  private final Worker worker;
  private final CommandCodec<C> codec;
  private final Duration hangLimit;
  private final Traces<C> traces;
  private int sent;
  private int received;

  Session(Worker worker, CommandCodec<C> codec, Duration hangLimit) {
    this.worker = worker;
    this.codec = codec;
    this.hangLimit = hangLimit;
    this.traces = new Traces<>(codec);
  }

  /** The worker. */
  Worker worker() {
    return worker;
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
  void send(CommandSequence<C> sequence) {
    worker.channel().send(new Request<>(sent, sequence).toFrame(codec));
    sent++;
  }

  /**
   * Waits for the answer to the oldest sequence that was sent, which is this one.
   *
   * @throws HarnessException if the worker says that it cannot go on, or talks nonsense
   */
  Outcome await(CommandSequence<C> sequence) {
    Duration part = hangLimit.dividedBy(LOOKS_PER_LIMIT);
    Duration look = part.compareTo(LONGEST_LOOK) < 0 ? part : LONGEST_LOOK;
    Patience patience = new Patience();
    while (true) {
      boolean gone = worker.hasEnded();
      Event event = worker.channel().next(look);
      if (event == null && gone) {
        return died(new Ended(null), sequence); // somebody else still holds its channel
      }
      if (event instanceof Received answer) {
        return answer(answer.frame(), sequence);
      }
      if (event instanceof Ended end) {
        return died(end, sequence);
      }
      Optional<String> hung = patience.end();
      if (hung.isPresent()) {
        return lost(sequence, hung(hung.get(), worker.evidence()));
      }
    }
  }

  private static Reply hung(String why, String evidence) {
    boolean isOneLine = evidence.lines().limit(2).count() < 2;
    return new Reply.Hung(why + (isOneLine ? ": " : "\n") + evidence);
  }

  /** How long the worker has made no progress, by its journal. */
  private final class Patience {
    private long sequence = worker.journal().sequence();
    private int length = worker.journal().length();
    private long since = System.nanoTime();
    private int idleLooks;

    /** Looks at the worker, and says why it is given up if it is. */
    private Optional<String> end() {
      Journal journal = worker.journal();
      long now = System.nanoTime();
      idleLooks = worker.isIdle() ? idleLooks + 1 : 0;
      if (journal.sequence() != sequence || journal.length() != length) {
        sequence = journal.sequence();
        length = journal.length();
        since = now;
        idleLooks = 0;
      }
      if (idleLooks >= IDLE_LOOKS) {
        return Optional.of("no progress, and nothing runs");
      }
      return now - since > hangLimit.toNanos()
          ? Optional.of("no progress in " + hangLimit.toMillis() + " ms")
          : Optional.empty();
    }
  }

  private Outcome answer(Frame frame, CommandSequence<C> sequence) {
    return switch (frame.type()) {
      case TRACE -> {
        received++;
        yield new Outcome.Completed(traces.complete(sequence, frame.payload()));
      }
      case HUNG -> lost(sequence, new Reply.Hung(frame.text()));
      case HARMED -> lost(sequence, new Reply.Died(frame.text()));
      case ERROR -> throw new HarnessException("the worker gave up: " + frame.text());
      case HELLO, MISSING, EXECUTE ->
          throw new HarnessException("the worker sent " + frame.type() + " in place of a trace");
    };
  }

  /** The worker is gone or going; what it did not say, its end does. */
  private Outcome died(Ended end, CommandSequence<C> sequence) {
    Death death = worker.death();
    HarnessException problem = end.problem();
    if (problem != null && death.cause() == Death.Cause.NONE) {
      throw problem;
    }
    boolean begun = worker.journal().sequence() == received;
    return begun && death.cause() != Death.Cause.OUTSIDE
        ? lost(sequence, new Reply.Died(death.how()))
        : new Outcome.NotExecuted(death.how());
  }

  private Outcome lost(CommandSequence<C> sequence, Reply how) {
    Journal journal = worker.journal();
    byte[] lines = journal.sequence() == received ? journal.lines() : new byte[0];
    return new Outcome.Lost(traces.lost(sequence, lines, how));
  }

  /** Ends the worker; tells whether it has ended. */
  boolean end() {
    return worker.end(outstanding() == 0);
  }
}
