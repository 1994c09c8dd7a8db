package org.pageproof.sut.driver;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.protocol.Lines;
import org.pageproof.trace.CommandCodec;
import org.pageproof.trace.JsonObject;
import org.pageproof.trace.JsonReader;
import org.pageproof.trace.StepReader;
import org.pageproof.trace.TraceFormatException;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Reply;

/** The observations of a sequence from the lines that the worker wrote. */
final class Traces<C extends Command> {
  private final CommandCodec<C> codec;

  Traces(CommandCodec<C> codec) {
    this.codec = codec;
  }

  /**
   * One observation for each command.
   *
   * @throws HarnessException if the lines are anything else
   */
  List<Observation> complete(CommandSequence<C> sequence, byte[] lines) {
    List<Observation> observations = read(sequence, lines);
    if (observations.size() != sequence.size()) {
      throw new HarnessException(
          "the worker sent " + observations.size() + " of " + sequence.size() + " steps");
    }
    return observations;
  }

  /**
   * The observations until the worker was lost, the last of which says so. One that was lost in the
   * clean-up is lost in the last step.
   */
  List<Observation> lost(CommandSequence<C> sequence, byte[] lines, Reply how) {
    List<Observation> observations = read(sequence, lines);
    if (sequence.size() == 0) {
      return observations;
    }
    if (observations.size() == sequence.size()) {
      observations.remove(observations.size() - 1);
    }
    Observation before =
        observations.isEmpty()
            ? Observation.initial(sequence.plan())
            : observations.get(observations.size() - 1);
    observations.add(Observation.lost(how, before));
    return observations;
  }

  private List<Observation> read(CommandSequence<C> sequence, byte[] text) {
    try {
      StepReader<C> reader = new StepReader<>(codec, sequence.plan());
      List<Observation> observations = new ArrayList<>(sequence.size());
      Lines lines = new Lines(text);
      while (lines.next()) {
        JsonObject line = JsonReader.parse(text, lines.start(), lines.end());
        checkCommand(line, sequence, observations.size());
        observations.add(reader.observation(line));
      }
      return observations;
    } catch (TraceFormatException e) {
      throw new HarnessException("the worker's steps cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * The driver knows the commands; step number and id are enough to see that the line is theirs.
   */
  private void checkCommand(JsonObject line, CommandSequence<C> sequence, int step) {
    if (step >= sequence.size()
        || line.number("step") != step
        || line.number("id") != sequence.commands().get(step).id()) {
      throw new HarnessException("the worker sent a step that was not asked for, in step " + step);
    }
  }
}
