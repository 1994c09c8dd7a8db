package org.pageproof.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pageproof.shrinking.ShrinkBenchmark;

/**
 * Runs benchmarks and tells at the end which targets were met. The system property {@code bench}
 * names those to run, separated by commas; by default all are. Each runs in a JVM of its own with
 * the options of {@code ./pageproof}, so that none is compiled for what another did.
 *
 * <p>The exit status is 0 even if a target was missed: on a busy machine that means little.
 */
public final class BenchMain {
  /** The options of {@code ./pageproof}. */
  static final List<String> JVM_OPTIONS =
      List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC", "-Xmx256m");

  private static final String ALL = "all";

  private final Map<String, List<List<String>>> benchmarks = new LinkedHashMap<>();
  private final List<String> verdicts = new ArrayList<>();

  private BenchMain() {
    int sequences = Integer.getInteger("bench.sequences", 100_000);
    add("loop", LoopBenchmark.class);
    add("worker", WorkerBenchmark.class);
    add("simulator", SimulatorBenchmark.class);
    add("shrink", ShrinkBenchmark.class);
    // A few workers' lives are enough to tell what each leaves in the driver.
    add("leaks", LeakBenchmark.class, Integer.toString(sequences / 5 * 3), "recycled");
    add("leaks", LeakBenchmark.class, Integer.toString(sequences), "kept");
    add("vm", VmBenchmark.class, guestKernel());
    add("micro", MicroBenchmarks.class);
  }

  /** The arguments of what boots guests: a kernel and where its modules are, or nothing. */
  private static String[] guestKernel() {
    return Stream.of("bench.kernel", "bench.modules")
        .map(name -> System.getProperty(name, ""))
        .takeWhile(value -> !value.isBlank())
        .toArray(String[]::new);
  }

  private void add(String name, Class<?> benchmark, String... arguments) {
    List<String> command = new ArrayList<>(List.of(benchmark.getName()));
    command.addAll(List.of(arguments));
    benchmarks.computeIfAbsent(name, n -> new ArrayList<>()).add(command);
  }

  /** Runs the benchmarks that the system property {@code bench} names. */
  public static void main(String[] args) throws IOException, InterruptedException {
    new BenchMain().run(wanted());
  }

  private static List<String> wanted() {
    String names = System.getProperty("bench", ALL);
    return Arrays.asList((names.isBlank() ? ALL : names).split(",", -1));
  }

  private void run(List<String> names) throws IOException, InterruptedException {
    for (String name : names) {
      if (!name.equals(ALL) && !benchmarks.containsKey(name)) {
        throw new IllegalArgumentException(
            "no such benchmark: " + name + "; there are " + benchmarks.keySet());
      }
    }
    for (Map.Entry<String, List<List<String>>> benchmark : benchmarks.entrySet()) {
      if (names.contains(ALL) || names.contains(benchmark.getKey())) {
        for (List<String> command : benchmark.getValue()) {
          fork(benchmark.getKey(), command);
        }
      }
    }
    System.out.println("\n== targets");
    verdicts.forEach(System.out::println);
  }

  /** Runs one benchmark in a JVM whose temporary files are its own. */
  private void fork(String name, List<String> arguments) throws IOException, InterruptedException {
    System.out.println(
        "\n== " + name + " " + String.join(" ", arguments.subList(1, arguments.size())));
    long begin = System.nanoTime();
    Path directory = Files.createTempDirectory("pageproof-bench-");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM_OPTIONS);
    command.add("-Djava.io.tmpdir=" + directory);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try {
      relay(process);
      if (process.waitFor() != 0) {
        verdict(Target.FAILED + " " + name + ": exit status " + process.exitValue());
      }
    } finally {
      process.destroyForcibly();
      Temporary.delete(directory);
    }
    System.out.printf("(%.0f s)%n", (System.nanoTime() - begin) / 1e9);
  }

  private void relay(Process process) throws IOException {
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (Target.isVerdict(line)) {
          verdict(line);
        } else {
          System.out.println(line);
        }
      }
    }
  }

  private void verdict(String line) {
    verdicts.add(line);
    System.out.println(line);
  }
}
