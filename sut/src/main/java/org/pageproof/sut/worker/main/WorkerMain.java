package org.pageproof.sut.worker.main;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.MissingInterfaceException;
import org.pageproof.sut.jna.Libc;
import org.pageproof.sut.protocol.Frame;
import org.pageproof.sut.protocol.FrameReader;
import org.pageproof.sut.protocol.FrameWriter;
import org.pageproof.sut.worker.HangException;
import org.pageproof.sut.worker.HarmException;
import org.pageproof.sut.worker.LowMemory;
import org.pageproof.sut.worker.SequenceRunner;
import org.pageproof.sut.worker.Service;
import org.pageproof.sut.worker.StepExecutor;
import org.pageproof.sut.worker.Transport;
import org.pageproof.sut.worker.UffdSteps;
import org.pageproof.sut.worker.hmm.HmmSteps;
import org.pageproof.vocabulary.Command;

/**
 * The worker: greets, then executes one requested sequence after another until its driver goes. It
 * ends with an ERROR or MISSING frame if it cannot go on, with a HUNG frame if a step does not
 * settle, and with a HARMED frame if the kernel is not what it was.
 *
 * <p>Arguments: the interface, the journal (see {@link Transport#open}), the hang limit in ms; and
 * {@value #WARM_UP} if it is to warm up before it greets.
 */
public final class WorkerMain {
  /** The exit status after an ERROR or MISSING frame. */
  public static final int EXIT_ERROR = 70;

  /** The exit status after a HUNG or HARMED frame. */
  public static final int EXIT_HUNG = 71;

  /** The argument of a worker that is to be stored in a snapshot. */
  public static final String WARM_UP = "warm-up";

  private final String interfaceName;
  private final Duration hangLimit;
  private final boolean warmUp;
  private final Transport transport;
  private final FrameReader in;
  private final FrameWriter out;

  private WorkerMain(List<String> arguments) {
    this.interfaceName = arguments.get(0);
    this.transport = Transport.open(arguments.get(1));
    this.hangLimit = Duration.ofMillis(Long.parseLong(arguments.get(2)));
    this.warmUp = arguments.contains(WARM_UP);
    this.in = new FrameReader(transport.in());
    this.out = new FrameWriter(transport.out());
  }

  private void serve() throws IOException {
    try (Service service = service()) {
      if (warmUp) {
        service.warmUp();
      }
      out.write(service.hello().toFrame());
      for (Frame frame = in.next(); frame != null; frame = in.next()) {
        out.write(new Frame(Frame.Type.TRACE, service.run(frame)));
      }
    }
  }

  private Service service() {
    LowMemory.checkFree();
    return switch (interfaceName) {
      case "userfaultfd" -> serving(UffdSteps.start(hangLimit.toNanos()));
      case "hmm" -> serving(HmmSteps.start());
      default -> throw new HarnessException("no such interface: " + interfaceName);
    };
  }

  private <C extends Command> Service serving(StepExecutor<C> executor) {
    return new SequenceRunner<>(executor, transport.journal());
  }

  /** Runs the worker; the process ends with the commander, whatever the touchers do. */
  public static void main(String[] args) {
    leaveSignalsToTheDriver();
    WorkerMain worker = new WorkerMain(List.of(args));
    Thread.setDefaultUncaughtExceptionHandler((thread, problem) -> worker.giveUp(problem));
    new Thread(worker::command, "commander").start();
  }

  /**
   * A terminal, timeout(1) and service managers signal the driver and its worker alike. The driver
   * completes its report and ends this process's input; a worker that died first would be taken for
   * killed by a step.
   */
  private static void leaveSignalsToTheDriver() {
    for (int signal : new int[] {Libc.SIGHUP, Libc.SIGINT, Libc.SIGTERM}) {
      Libc.signal(signal, Libc.SIG_IGN);
    }
  }

  private void command() {
    try {
      serve();
      Runtime.getRuntime().halt(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (MissingInterfaceException e) {
      tell(Frame.of(Frame.Type.MISSING, String.valueOf(e.getMessage())), EXIT_ERROR);
    } catch (HangException e) {
      tell(Frame.of(Frame.Type.HUNG, e.evidence()), EXIT_HUNG);
    } catch (HarmException e) {
      tell(Frame.of(Frame.Type.HARMED, e.evidence()), EXIT_HUNG);
    }
  }

  private void giveUp(Throwable problem) {
    problem.printStackTrace();
    String text = problem.getMessage() == null ? problem.toString() : problem.getMessage();
    tell(Frame.of(Frame.Type.ERROR, text), EXIT_ERROR);
  }

  private synchronized void tell(Frame last, int exitStatus) {
    try {
      out.write(last);
    } catch (IOException e) {
      System.err.println("the driver does not hear: " + last.text() + ": " + e.getMessage());
    } finally {
      Runtime.getRuntime().halt(exitStatus);
    }
  }
}
