package org.pageproof.sut.worker;

import java.util.List;
import org.pageproof.sut.protocol.Frame;
import org.pageproof.sut.protocol.Hello;
import org.pageproof.sut.protocol.Journal;
import org.pageproof.sut.protocol.Request;
import org.pageproof.trace.CommandCodec;
import org.pageproof.trace.JsonWriter;
import org.pageproof.trace.StepWriter;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;

/** Executes sequences one at a time: step by step, each written down; clean up at the end. */
public final class SequenceRunner<C extends Command> implements Service {
  /** How often each is executed to warm up; the first compiler acts after 200 calls of a method. */
  private static final int WARM_UP_ROUNDS = 60;

  private final StepExecutor<C> executor;
  private final CommandCodec<C> codec;
  private final JsonWriter json = new JsonWriter();
  private final Journal journal;

  /** Writes steps to the journal. */
  public SequenceRunner(StepExecutor<C> executor, Journal journal) {
    this.executor = executor;
    this.codec = executor.codec();
    this.journal = journal;
  }

  @Override
  public Hello hello() {
    return executor.hello();
  }

  @Override
  public void warmUp() {
    List<CommandSequence<C>> sequences = executor.warmUp();
    for (int round = 0; round < WARM_UP_ROUNDS; round++) {
      for (CommandSequence<C> sequence : sequences) {
        run(new Request<>(Request.NOT_COUNTED, sequence).toFrame(codec));
      }
    }
  }

  @Override
  public byte[] run(Frame request) {
    return run(Request.parse(request, codec));
  }

  /**
   * Executes a sequence and returns its step lines.
   *
   * @throws HangException if a step or the clean-up does not settle
   */
  byte[] run(Request<C> request) {
    AddressPlan plan = request.sequence().plan();
    List<C> commands = request.sequence().commands();
    json.reset();
    journal.begin(request.number());
    executor.begin(plan);
    StepWriter<C> steps = new StepWriter<>(codec, plan, json);
    for (int i = 0; i < commands.size(); i++) {
      C command = commands.get(i);
      steps.observation(command, executor.step(command, i == commands.size() - 1));
      journal.append(json);
    }
    executor.clean();
    return json.bytesFrom(0);
  }

  @Override
  public void close() {
    executor.close();
  }
}
