package org.pageproof.bench;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A generated C program, built as its first lines say.
 *
 * @param folder where it lies
 * @param buildLine how it was built
 */
record CProgramRun(Path folder, String buildLine) {
  private static final Pattern BUILD = Pattern.compile("Build: (gcc .* -o (\\S+) (\\S+))");
  private static final Pattern RATE = Pattern.compile("commands/s ([0-9]+)");
  private static final String PROGRAM = "benchmark";
  private static final String STATIC = "-static";

  static boolean canCompile() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator, -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "gcc")));
  }

  /** Builds a program. */
  static CProgramRun compile(String source, Path folder) throws IOException {
    return compile(source, folder, List.of());
  }

  /** Builds a program that needs no libraries where it runs. */
  static CProgramRun compileStatic(String source, Path folder) throws IOException {
    return compile(source, folder, List.of(STATIC));
  }

  private static CProgramRun compile(String source, Path folder, List<String> options)
      throws IOException {
    Matcher build = BUILD.matcher(source);
    if (!build.find() || !PROGRAM.equals(build.group(2))) {
      throw new IOException("the program does not say how it is built");
    }
    Files.writeString(folder.resolve(build.group(3)), source);
    List<String> command = new ArrayList<>(List.of(build.group(1).split(" ", -1)));
    command.addAll(options);
    output(folder, command);
    return new CProgramRun(folder, String.join(" ", command));
  }

  /** The executable. */
  Path program() {
    return folder.resolve(PROGRAM);
  }

  /** Runs it once. */
  double commandsPerSecond() throws IOException {
    String output = output(folder, List.of(program().toString()));
    Matcher rate = RATE.matcher(output);
    if (!rate.find()) {
      throw new IOException("the C program does not say its rate: " + output);
    }
    return Double.parseDouble(rate.group(1));
  }

  private static String output(Path folder, List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    try (InputStream out = process.getInputStream()) {
      String text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      int status = process.onExit().join().exitValue();
      if (status != 0) {
        throw new IOException(command.get(0) + " exits with " + status + ": " + text);
      }
      return text;
    }
  }
}
