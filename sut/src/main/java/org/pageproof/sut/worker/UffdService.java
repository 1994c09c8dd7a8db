package org.pageproof.sut.worker;

import java.util.List;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.protocol.Frame;
import org.pageproof.sut.protocol.Hello;
import org.pageproof.sut.protocol.Journal;
import org.pageproof.sut.protocol.Request;
import org.pageproof.trace.UffdCommandCodec;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** Executes sequences on userfaultfd. */
final class UffdService implements Service {
  private final UffdCommandCodec codec = new UffdCommandCodec();
  private final SequenceRunner runner;

  private UffdService(SequenceRunner runner) {
    this.runner = runner;
  }

  /**
   * Writes steps to the journal; gives up on a step that does not settle within the limit.
   *
   * @throws HarnessException if it cannot work in this process
   */
  static UffdService start(Journal journal, long hangLimitNs) {
    LowMemory.checkFree();
    LowMemory.fence();
    return new UffdService(new SequenceRunner(journal, hangLimitNs));
  }

  @Override
  public Hello hello() {
    return ProfileProbe.negotiate();
  }

  @Override
  public void warmUp() {
    List<CommandSequence<UffdCommand>> sequences = UffdWarmUp.sequences();
    for (int round = 0; round < UffdWarmUp.ROUNDS; round++) {
      for (CommandSequence<UffdCommand> sequence : sequences) {
        run(new Request<>(Request.NOT_COUNTED, sequence).toFrame(codec));
      }
    }
  }

  @Override
  public byte[] run(Frame request) {
    return runner.run(Request.parse(request, codec));
  }

  @Override
  public void close() {
    runner.close();
  }
}
