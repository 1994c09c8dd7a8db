package org.pageproof.reports.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Compiles and runs generated programs; without gcc the test is skipped, clang may be missing. */
final class Gcc {
  private static final long TIMEOUT_SECONDS = 60;

  /** How a program ended. */
  record Run(int status, String output) {}

  private Gcc() {}

  /** Compiles a program, which must not cause a warning, and returns the executable. */
  static Path compile(String source, Path folder) {
    assumeTrue(isInstalled("gcc"), "gcc is not installed: generated C programs are not compiled");
    try {
      Path file = folder.resolve("program.c");
      Files.writeString(file, source);
      Path program = folder.resolve("program");
      if (isInstalled("clang")) {
        compile(folder, "clang", "-fsyntax-only", file.toString());
      }
      compile(folder, "gcc", "-O1", "-pthread", "-o", program.toString(), file.toString());
      return program;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Compiles and runs; where userfaultfd is not to be had the test is skipped. */
  static Run run(String source, Path folder, String... arguments) {
    Run run = runAnyway(source, folder, arguments);
    assumeTrue(run.status() != 4, "the generated program can't run here: " + run.output());
    return run;
  }

  /** Compiles and runs, whatever the program says. */
  static Run runAnyway(String source, Path folder, String... arguments) {
    Path program = compile(source, folder);
    String[] command =
        Stream.concat(Stream.of(program.toString()), Stream.of(arguments)).toArray(String[]::new);
    return run(folder, command);
  }

  private static void compile(Path folder, String compiler, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(List.of(compiler, "-std=gnu11", "-Wall", "-Wextra", "-Werror"));
    command.addAll(List.of(arguments));
    Run run = run(folder, command.toArray(String[]::new));
    assertThat(run.status())
        .as(
            "%s says:%n%s%nof:%n%s",
            compiler, run.output(), Files.readString(folder.resolve("program.c")))
        .isZero();
  }

  /** The program ended well and compared all that its source says: a line may compare much. */
  static void assertConforms(String source, Run run) {
    assertThat(run.status()).as(run.output()).isZero();
    assertThat(run.output()).matches("conforms: [0-9]+ checks\n");
    long done = Long.parseLong(run.output().replaceAll("[^0-9]", ""));
    assertThat(done).as("the checks that were made").isGreaterThanOrEqualTo(checks(source));
  }

  /** Masks are compared only where the kernel has the features of the trace's. */
  private static long checks(String source) {
    return source
        .substring(source.indexOf("int main("))
        .lines()
        .map(String::strip)
        .filter(line -> line.startsWith("EXPECT_") || line.equals("unchanged();"))
        .filter(line -> !line.startsWith("EXPECT_MASK"))
        .count();
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  private static Run run(Path folder, String... command) {
    Path output = folder.resolve("output");
    try {
      Process process =
          new ProcessBuilder(List.of(command))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
      } finally {
        process.destroyForcibly();
      }
      return new Run(process.exitValue(), Files.readString(output));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
