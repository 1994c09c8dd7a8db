package org.pageproof.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** One way to execute commands, and how fast it was in each round. */
final class Contestant {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double MICROS_PER_SECOND = 1e6;

  private final String name;
  private final Work work;
  private final List<Double> rates = new ArrayList<>();
  private long allCommands;
  private double allSeconds;
  private final List<Double> ownCpu = new ArrayList<>();
  private final List<Double> childrensCpu = new ArrayList<>();

  /** What is measured. */
  @FunctionalInterface
  interface Work {
    /** Executes the sequences of a round. */
    Done run(int round) throws IOException;
  }

  /**
   * What was done.
   *
   * @param commands how many commands
   * @param seconds how long it took
   */
  record Done(long commands, double seconds) {}

  Contestant(String name, Work work) {
    this.name = name;
    this.work = work;
  }

  /** Takes the time of work that says how many commands it executes. */
  static Contestant timed(String name, Commands commands) {
    return new Contestant(
        name,
        round -> {
          long begin = System.nanoTime();
          long count = commands.run(round);
          return new Done(count, (System.nanoTime() - begin) / NANOS_PER_SECOND);
        });
  }

  /** Work that says how many commands it executes. */
  @FunctionalInterface
  interface Commands {
    /** Executes the sequences of a round. */
    long run(int round) throws IOException;
  }

  /**
   * Lets each of them run the rounds in turn, so that what else the machine does hits all alike;
   * the first rounds are to warm up and do not count.
   */
  static void race(List<Contestant> contestants, int warmups, int rounds) throws IOException {
    for (int round = -warmups; round < rounds; round++) {
      for (Contestant contestant : contestants) {
        contestant.run(round);
      }
    }
    contestants.forEach(Contestant::print);
  }

  private void run(int round) throws IOException {
    double own = cpu(Stream.of(ProcessHandle.current()));
    double children = cpu(ProcessHandle.current().children());
    Done done = work.run(round);
    if (round >= 0) {
      rates.add(done.commands() / done.seconds());
      allCommands += done.commands();
      allSeconds += done.seconds();
      ownCpu.add((cpu(Stream.of(ProcessHandle.current())) - own) / done.commands());
      childrensCpu.add((cpu(ProcessHandle.current().children()) - children) / done.commands());
    }
  }

  private static double cpu(Stream<ProcessHandle> processes) {
    return processes
        .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
        .mapToDouble(time -> time.toNanos() / NANOS_PER_SECOND)
        .sum();
  }

  /** The median of the rounds, in commands a second. */
  double rate() {
    return median(rates);
  }

  /** The processor time of this whole JVM for a command, in seconds; the median of the rounds. */
  double cpuSeconds() {
    return median(ownCpu);
  }

  /** The median over the rounds of how much faster this was than another in the same round. */
  double ratioTo(Contestant other) {
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < rates.size(); round++) {
      ratios.add(rates.get(round) / other.rates.get(round));
    }
    return median(ratios);
  }

  /** How much faster this was than another, all rounds together. */
  double overallRatioTo(Contestant other) {
    return allCommands / allSeconds / (other.allCommands / other.allSeconds);
  }

  private void print() {
    List<Double> sorted = rates.stream().sorted().toList();
    System.out.printf(
        Locale.ROOT,
        "%-30s %,10.0f commands/s (%,.0f to %,.0f), %.2f us/command; CPU of this JVM %.2f",
        name,
        rate(),
        sorted.get(0),
        sorted.get(sorted.size() - 1),
        MICROS_PER_SECOND / rate(),
        MICROS_PER_SECOND * cpuSeconds());
    double children = median(childrensCpu);
    System.out.println(
        children > 0
            ? String.format(Locale.ROOT, ", of the worker %.2f", MICROS_PER_SECOND * children)
            : "");
  }

  /** The median of some numbers. */
  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}
