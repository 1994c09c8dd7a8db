package org.pageproof.reports.c;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Compiles and runs generated programs; without gcc the test is skipped. */
final class Gcc {
  private static final long TIMEOUT_SECONDS = 60;

  /** How a program ended. */
  record Run(int status, String output) {}

  private Gcc() {}

  /** Compiles a program, which must not cause a warning, and returns the executable. */
  static Path compile(String source, Path folder) {
    assumeTrue(isInstalled(), "gcc is not installed: generated C programs are not compiled");
    try {
      Path file = folder.resolve("program.c");
      Files.writeString(file, source);
      Path program = folder.resolve("program");
      Run run =
          run(
              folder,
              "gcc",
              "-std=gnu11",
              "-Wall",
              "-Wextra",
              "-Werror",
              "-O1",
              "-pthread",
              "-o",
              program.toString(),
              file.toString());
      assertThat(run.status()).as("gcc says:%n%s%nof:%n%s", run.output(), source).isZero();
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

  private static boolean isInstalled() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "gcc")));
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
