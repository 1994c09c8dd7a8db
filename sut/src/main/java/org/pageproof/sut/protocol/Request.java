package org.pageproof.sut.protocol;

import java.util.ArrayList;
import java.util.List;
import org.pageproof.sut.HarnessException;
import org.pageproof.trace.CommandCodec;
import org.pageproof.trace.JsonObject;
import org.pageproof.trace.JsonReader;
import org.pageproof.trace.JsonWriter;
import org.pageproof.trace.StepReader;
import org.pageproof.trace.StepWriter;
import org.pageproof.trace.TraceFormatException;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.Command;
import org.pageproof.vocabulary.CommandSequence;

/**
 * A sequence to execute: a line with its number and plan, then the command lines of a trace.
 *
 * @param number the sequence's number in the worker's life, by which the journal tells which one
 *     was begun
 * @param sequence what to execute
 */
public record Request<C extends Command>(long number, CommandSequence<C> sequence) {
  /** The number of what is no sequence of a run: the journal shows it as if none was begun. */
  public static final long NOT_COUNTED = -1;

  /** A request without a command, by whose answer a worker is seen to be there. */
  public static Frame nothing() {
    return new Frame(Frame.Type.EXECUTE, head(NOT_COUNTED, new AddressPlan(1)).bytesFrom(0));
  }

  /** As a frame. */
  public Frame toFrame(CommandCodec<C> codec) {
    JsonWriter json = head(number, sequence.plan());
    StepWriter<C> steps = new StepWriter<>(codec, sequence.plan(), json);
    sequence.commands().forEach(steps::command);
    return new Frame(Frame.Type.EXECUTE, json.bytesFrom(0));
  }

  private static JsonWriter head(long number, AddressPlan plan) {
    JsonWriter json = new JsonWriter();
    json.object().name("sequence").value(number);
    json.name("pages").value(plan.pagesPerRegion());
    json.name("huge").value(plan.huge()).endObject().endLine();
    return json;
  }

  /**
   * The inverse of {@link #toFrame}.
   *
   * @throws HarnessException if a line cannot be read
   */
  public static <C extends Command> Request<C> parse(Frame frame, CommandCodec<C> codec) {
    try {
      Lines lines = new Lines(frame.payload());
      if (!lines.next()) {
        throw new HarnessException("a request without its first line");
      }
      JsonObject head = object(lines, frame);
      AddressPlan plan =
          new AddressPlan(head.number("pages", 1, AddressPlan.MAX_PAGES), head.truth("huge"));
      StepReader<C> steps = new StepReader<>(codec, plan);
      List<C> commands = new ArrayList<>();
      while (lines.next()) {
        commands.add(steps.command(object(lines, frame)));
      }
      return new Request<>(head.number("sequence"), new CommandSequence<>(plan, commands));
    } catch (TraceFormatException e) {
      throw new HarnessException("a request cannot be read: " + e.getMessage(), e);
    }
  }

  private static JsonObject object(Lines lines, Frame frame) {
    return JsonReader.parse(frame.payload(), lines.start(), lines.end());
  }
}
