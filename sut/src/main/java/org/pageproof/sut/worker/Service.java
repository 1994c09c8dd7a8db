package org.pageproof.sut.worker;

import org.pageproof.sut.HarnessException;
import org.pageproof.sut.protocol.Frame;
import org.pageproof.sut.protocol.Hello;

/** What a worker does with one interface's sequences. */
public interface Service extends AutoCloseable {
  /**
   * What the kernel offers of the interface.
   *
   * @throws HarnessException if it cannot be checked here; the message says why
   */
  Hello hello();

  /** Executes harmless sequences, so that the first real ones find everything loaded. */
  void warmUp();

  /**
   * Executes the sequence of an EXECUTE frame and returns its step lines.
   *
   * @throws HangException if a step or the clean-up does not settle
   */
  byte[] run(Frame request);

  @Override
  void close();
}
