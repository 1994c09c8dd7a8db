package org.pageproof.sut.worker;

import java.util.List;
import org.pageproof.sut.protocol.Hello;
import org.pageproof.trace.CommandCodec;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Observation;

/** What the worker does for one interface: executes its commands and sees what they did. */
public interface StepExecutor<C extends Command> extends AutoCloseable {
  /** How the interface's commands are written. */
  CommandCodec<C> codec();

  /** What the kernel offers of the interface. */
  Hello hello();

  /** Harmless sequences, after which the first real ones find everything loaded and compiled. */
  List<CommandSequence<C>> warmUp();

  /** Begins a sequence: nothing of the arena is mapped and no slot is in use. */
  void begin(AddressPlan plan);

  /**
   * Executes a command, waits until nothing moves any more, and observes.
   *
   * @param last whether it is the sequence's last command
   */
  Observation step(C command, boolean last);

  /** Ends a sequence: leaves nothing of it behind, and verifies it. */
  void clean();

  /** Ends the child of a sequence that was not completed. */
  @Override
  void close();
}
