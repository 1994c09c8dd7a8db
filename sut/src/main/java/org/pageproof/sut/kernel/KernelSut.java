package org.pageproof.sut.kernel;

import java.util.Optional;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.driver.DriverOptions;
import org.pageproof.sut.driver.WorkerSut;
import org.pageproof.trace.CommandCodec;
import org.pageproof.trace.UffdCommandCodec;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** This machine's kernel. Its workers are processes. */
public final class KernelSut {
  private KernelSut() {}

  /**
   * Starts a worker for userfaultfd.
   *
   * @throws HarnessException if it cannot work on this machine; the message says why and what to do
   */
  public static WorkerSut<UffdCommand> start(KernelOptions options) {
    return start(options, new UffdCommandCodec());
  }

  /**
   * Starts a worker for the interface whose commands these are.
   *
   * @throws HarnessException if it cannot work on this machine; the message says why and what to do
   */
  public static <C extends Command> WorkerSut<C> start(
      KernelOptions options, CommandCodec<C> codec) {
    return WorkerSut.start(
        new ProcessLauncher(options, codec.interfaceName()),
        codec,
        new DriverOptions(options.tool(), options.hangLimit(), options.recycleAfter()));
  }

  /** Why this machine's kernel cannot be tested, and how to fix it; empty if it can. */
  public static Optional<String> unavailableBecause() {
    return KernelProbe.run().unavailable();
  }
}
