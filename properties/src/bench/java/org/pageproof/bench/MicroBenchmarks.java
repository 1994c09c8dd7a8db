package org.pageproof.bench;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Statistics;
import org.pageproof.generation.SequenceGenerator;
import org.pageproof.generation.UffdDrawer;
import org.pageproof.properties.Coverage;
import org.pageproof.reference.Oracle;
import org.pageproof.reference.userfaultfd.UffdModel;
import org.pageproof.reference.userfaultfd.UffdState;
import org.pageproof.sut.protocol.Frame;
import org.pageproof.sut.protocol.Request;
import org.pageproof.sut.simulator.Simulator;
import org.pageproof.trace.JsonReader;
import org.pageproof.trace.JsonWriter;
import org.pageproof.trace.StepReader;
import org.pageproof.trace.StepWriter;
import org.pageproof.trace.UffdCommandCodec;
import org.pageproof.vocabulary.AddressPlan;
import org.pageproof.vocabulary.CommandSequence;
import org.pageproof.vocabulary.Observation;
import org.pageproof.vocabulary.Profile;
import org.pageproof.vocabulary.Trace;
import org.pageproof.vocabulary.userfaultfd.UffdCommand;

/** What the parts of the loop cost for one command, by JMH. There are no targets for these. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@OperationsPerInvocation(MicroBenchmarks.COMMANDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class MicroBenchmarks {
  static final int COMMANDS = 1000;
  private static final int LENGTH = 20;

  private final Profile profile = Profile.linux618();
  private final UffdModel model = new UffdModel(profile);
  private final UffdCommandCodec codec = new UffdCommandCodec();
  private final AddressPlan plan = new AddressPlan(4);
  private final SequenceGenerator<UffdState, UffdCommand> generator =
      new SequenceGenerator<>(model, UffdDrawer.factory(profile), plan, LENGTH);
  private final Simulator simulator = new Simulator(profile, Set.of(), "bench");
  private final Oracle<UffdState, UffdCommand> oracle = new Oracle<>(model);
  private final Coverage coverage = new Coverage();
  private final Random random = new Random(1);
  private final JsonWriter json = new JsonWriter();
  private final List<Trace<UffdCommand>> traces = new ArrayList<>();
  private final List<Frame> requests = new ArrayList<>();
  private final List<List<byte[]>> lines = new ArrayList<>();

  /** Runs all of them and prints one line for each. */
  public static void main(String[] args) throws RunnerException {
    System.setProperty("jmh.ignoreLock", "true"); // others may run benchmarks too
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include(MicroBenchmarks.class.getName())
                    .verbosity(VerboseMode.SILENT)
                    .jvmArgs(BenchMain.JVM_OPTIONS.toArray(String[]::new))
                    .build())
            .run();
    for (RunResult result : results) {
      Statistics times = result.getPrimaryResult().getStatistics();
      System.out.printf(
          Locale.ROOT,
          "%-14s %6.0f ns/command (%.0f to %.0f)%n",
          result.getPrimaryResult().getLabel(),
          times.getPercentile(50),
          times.getMin(),
          times.getMax());
    }
  }

  /** Draws sequences and executes them on the simulator. */
  @Setup
  public void drawSequences() {
    for (int i = 0; i < COMMANDS / LENGTH; i++) {
      Trace<UffdCommand> trace = simulator.execute(generator.draw(random, LENGTH));
      if (trace.observations().size() == LENGTH) {
        traces.add(trace);
        requests.add(new Request<>(i, trace.sequence()).toFrame(codec));
        lines.add(encoded(trace));
      } else {
        i--;
      }
    }
  }

  private List<byte[]> encoded(Trace<UffdCommand> trace) {
    write(trace);
    String text = new String(json.bytesFrom(0), StandardCharsets.UTF_8);
    return text.lines().map(line -> line.getBytes(StandardCharsets.UTF_8)).toList();
  }

  /** Draws. */
  @Benchmark
  public void draw(Blackhole sink) {
    for (int i = 0; i < COMMANDS / LENGTH; i++) {
      sink.consume(generator.draw(random, LENGTH));
    }
  }

  /** Steps the model. */
  @Benchmark
  public void modelStep(Blackhole sink) {
    for (Trace<UffdCommand> trace : traces) {
      UffdState state = model.initialState(plan);
      for (UffdCommand command : trace.sequence().commands()) {
        state = model.allowed(state, command).get(0).next();
      }
      sink.consume(state);
    }
  }

  /** Simulates. */
  @Benchmark
  public void simulate(Blackhole sink) {
    for (Trace<UffdCommand> trace : traces) {
      sink.consume(simulator.execute(trace.sequence()));
    }
  }

  /** Judges and counts nothing. */
  @Benchmark
  public void judge(Blackhole sink) {
    for (Trace<UffdCommand> trace : traces) {
      sink.consume(oracle.judge(trace, (state, command, rule) -> {}));
    }
  }

  /** Judges and counts transitions. */
  @Benchmark
  public void judgeAndCount(Blackhole sink) {
    for (Trace<UffdCommand> trace : traces) {
      sink.consume(
          oracle.judge(
              trace,
              (state, command, rule) ->
                  coverage.add(
                      rule, command.kindName(), model.situation(state, command), command.id())));
    }
  }

  /** Encodes requests, as the driver does. */
  @Benchmark
  public void encodeRequest(Blackhole sink) {
    for (Trace<UffdCommand> trace : traces) {
      sink.consume(new Request<>(0, trace.sequence()).toFrame(codec));
    }
  }

  /** Decodes requests, as the worker does. */
  @Benchmark
  public void decodeRequest(Blackhole sink) {
    for (Frame request : requests) {
      sink.consume(Request.parse(request, codec));
    }
  }

  /** Encodes traces, as the worker does. */
  @Benchmark
  public void encodeTrace(Blackhole sink) {
    for (Trace<UffdCommand> trace : traces) {
      write(trace);
      sink.consume(json.size());
    }
  }

  private void write(Trace<UffdCommand> trace) {
    json.reset();
    StepWriter<UffdCommand> steps = new StepWriter<>(codec, plan, json);
    CommandSequence<UffdCommand> sequence = trace.sequence();
    for (int step = 0; step < sequence.size(); step++) {
      steps.step(sequence.commands().get(step), trace.observations().get(step));
    }
  }

  /** Decodes the observations of traces, as the driver does. */
  @Benchmark
  public void decodeTrace(Blackhole sink) {
    for (List<byte[]> trace : lines) {
      StepReader<UffdCommand> reader = new StepReader<>(codec, plan);
      Observation seen = Observation.initial(plan);
      for (byte[] line : trace) {
        seen = reader.observation(JsonReader.parse(line, 0, line.length));
      }
      sink.consume(seen);
    }
  }
}
