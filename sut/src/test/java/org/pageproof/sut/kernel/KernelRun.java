package org.pageproof.sut.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.pageproof.sut.driver.WorkerSut;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;
import org.pageproof.vocabulary.Withholding;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** One worker for the tests of a class; needs userfaultfd(2) with all rights. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class KernelRun {
  private WorkerSut<UffdCommand> sut;

  @BeforeAll
  void start() {
    Machine.assumePrivileged();
    sut = KernelSut.start(KernelOptions.standard("test"));
  }

  @AfterAll
  void stop() {
    if (sut != null) {
      sut.close();
    }
  }

  final WorkerSut<UffdCommand> sut() {
    return sut;
  }

  /** What is seen of each step. */
  final List<Observation> run(CommandSequence<UffdCommand> sequence) {
    List<Observation> seen = sut.execute(sequence).observations();
    assertThat(seen).hasSameSizeAs(sequence.commands());
    return seen;
  }

  static Observation last(List<Observation> seen) {
    return seen.get(seen.size() - 1);
  }

  static void assertWithheld(Observation seen, Withholding reason) {
    assertThat(seen.reply()).isEqualTo(new Reply.Withheld(reason));
  }
}
