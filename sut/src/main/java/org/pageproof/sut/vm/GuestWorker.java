package org.pageproof.sut.vm;

import java.time.Duration;
import java.util.List;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.MissingInterfaceException;
import org.pageproof.sut.UntestableKernelException;
import org.pageproof.sut.driver.Death;
import org.pageproof.sut.driver.FrameChannel;
import org.pageproof.sut.driver.FrameChannel.Event;
import org.pageproof.sut.driver.FrameChannel.Received;
import org.pageproof.sut.driver.Worker;
import org.pageproof.sut.protocol.Frame;
import org.pageproof.sut.protocol.Hello;
import org.pageproof.sut.protocol.Journal;
import org.pageproof.sut.protocol.Request;

/** The worker in a guest, which has greeted. */
final class GuestWorker implements Worker {
  /** A worker that is there answers at once; no outcome depends on it. */
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  private final Guest guest;
  private final Frame greeting;

  /** How much the guest printed before, of which it did not die. */
  private final long printed;

  private final Idleness idleness;

  private GuestWorker(Guest guest, Frame greeting) {
    this.guest = guest;
    this.greeting = greeting;
    this.printed = guest.console().length();
    this.idleness = new Idleness(guest.process().pid());
  }

  /**
   * The worker in a guest that boots.
   *
   * @param limit how long it may take; no outcome depends on it
   * @throws EarlyDeathException if the guest ends before that
   * @throws MissingInterfaceException if the kernel does not have what is to be tested
   * @throws UntestableKernelException if it does not greet; the message says why
   */
  static GuestWorker booting(Guest guest, Duration limit) {
    try {
      return new GuestWorker(guest, answer(guest, Frame.Type.HELLO, limit));
    } catch (MissingInterfaceException e) {
      throw e;
    } catch (HarnessException e) {
      throw new UntestableKernelException(e);
    }
  }

  /**
   * The worker in a copy of a guest whose worker has greeted.
   *
   * @throws HarnessException if it does not answer
   */
  static GuestWorker resumed(Guest guest, Frame greeting) {
    guest.channel().send(Request.nothing());
    try {
      answer(guest, Frame.Type.TRACE, ANSWER_LIMIT);
    } catch (EarlyDeathException e) {
      throw new HarnessException("a guest cannot be copied: " + e.getMessage(), e);
    }
    return new GuestWorker(guest, greeting);
  }

  private static Frame answer(Guest guest, Frame.Type wanted, Duration limit) {
    Event event = guest.channel().next(limit);
    if (event == null) {
      throw new HarnessException(
          "the guest's worker is silent for "
              + limit.toSeconds()
              + " s"
              + GuestStart.lastWords(guest.console().text()));
    }
    if (!(event instanceof Received received)) {
      throw new EarlyDeathException(
          "the guest ended before its worker was ready: "
              + firstLine(death(guest, 0))
              + GuestStart.lastWords(guest.console().text()));
    }
    if (received.frame().type() == Frame.Type.MISSING) {
      throw new MissingInterfaceException(received.frame().text());
    }
    if (received.frame().type() != wanted) {
      throw new HarnessException("no worker can run in the guest: " + received.frame().text());
    }
    return received.frame();
  }

  private static String firstLine(Death death) {
    return death.how().lines().findFirst().orElse("");
  }

  /** Its greeting itself. */
  Frame greetingFrame() {
    return greeting;
  }

  @Override
  public Hello greeting() {
    return Hello.parse(greeting);
  }

  @Override
  public FrameChannel channel() {
    return guest.channel();
  }

  @Override
  public Journal journal() {
    return guest.journal();
  }

  @Override
  public long pid() {
    return guest.process().pid();
  }

  @Override
  public boolean hasEnded() {
    return !guest.process().isAlive();
  }

  @Override
  public boolean isIdle() {
    return idleness.look();
  }

  @Override
  public Death death() {
    return death(guest, printed);
  }

  private static Death death(Guest guest, long printed) {
    if (!guest.process().awaitEnd()) {
      return new Death("closed its channel", Death.Cause.NONE);
    }
    boolean byItself =
        guest.qmp().shutdownReason().filter(why -> why.startsWith("guest")).isPresent();
    return GuestDeaths.of(
        guest.console().since(printed), guest.process().status(), byItself, guest.log().text());
  }

  @Override
  public List<String> kernelLog() {
    return new KernelLog(guest.console().since(printed)).excerpt().lines().toList();
  }

  @Override
  public String evidence() {
    return GuestHang.evidence(guest);
  }

  @Override
  public boolean end(boolean idle) {
    return guest.end();
  }
}
