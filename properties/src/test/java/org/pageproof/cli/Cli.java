package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.pageproof.reports.RunEvent;
import org.pageproof.reports.RunLog;
import org.pageproof.reports.RunSummary;

/** The command line as its users see it: what goes in, what comes out, and the exit code. */
final class Cli {
  private static final long LIMIT_SECONDS = 120;

  private final Path directory;
  private final List<String> prefix = new ArrayList<>();
  private final List<String> javaOptions = new ArrayList<>();
  private String classPath = System.getProperty("java.class.path");

  private Cli(Path directory) {
    this.directory = directory;
  }

  /** In this working directory, which is the one for temporary files too. */
  static Cli in(Path directory) {
    return new Cli(directory);
  }

  /** Through another program that starts it. */
  Cli through(String... program) {
    prefix.addAll(List.of(program));
    return this;
  }

  Cli withJavaOption(String option) {
    javaOptions.add(option);
    return this;
  }

  Cli withClassPath(String newClassPath) {
    classPath = newClassPath;
    return this;
  }

  /** How it ended. */
  record Result(int code, String out, String err) {
    /** It ended with this exit code. */
    Result assertCode(int expected) {
      assertThat(code).as("the exit code; out:%n%s%nerr:%n%s", out, err).isEqualTo(expected);
      return this;
    }

    /** It failed in the way that users are promised: this code, and one line that says why. */
    Result assertFailed(int expected, String... parts) {
      assertCode(expected);
      assertThat(complaints()).as("stderr").hasSize(1);
      assertThat(complaints().get(0)).startsWith("pageproof: ").contains(parts);
      return this;
    }

    /** The lines on stderr, but for those of progress, which a slow run has. */
    List<String> complaints() {
      return err.lines().filter(line -> !line.startsWith("checking: ")).toList();
    }

    String firstLine() {
      return out.lines().findFirst().orElse("");
    }
  }

  /** A process under way. */
  record Running(Process process, Path out, Path err) {
    /** Waits for its end. */
    Result end() {
      try {
        boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertThat(ended).as("it ends; err: %s", Files.readString(err)).isTrue();
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
      } catch (IOException e) {
        throw new AssertionError(e);
      } catch (InterruptedException e) {
        process.destroyForcibly();
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  Running start(String... arguments) {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-XX:+UseSerialGC"));
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Djava.io.tmpdir=" + directory);
    command.addAll(javaOptions);
    command.addAll(List.of("-cp", classPath, "org.pageproof.cli.Main"));
    command.addAll(List.of(arguments));
    try {
      Path out = Files.createTempFile(directory, "out", ".txt");
      Path err = Files.createTempFile(directory, "err", ".txt");
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      process.getOutputStream().close();
      return new Running(process, out, err);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Runs it as a process. */
  Result run(String... arguments) {
    return start(arguments).end();
  }

  /**
   * Runs it in this process: for what is the same there, and too often tested to start a Java
   * machine for each.
   */
  static Result here(Object... arguments) {
    PrintStream stdout = System.out;
    PrintStream stderr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      String[] words = List.of(arguments).stream().map(Object::toString).toArray(String[]::new);
      int code = PageproofCommand.commandLine().execute(words);
      return new Result(
          code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(stdout);
      System.setErr(stderr);
    }
  }

  /** What a run left in its log; the log is complete. */
  static RunSummary summary(Path reportDirectory) {
    List<RunEvent> events = RunLog.read(reportDirectory);
    assertThat(events.get(0)).isInstanceOf(RunEvent.RunStarted.class);
    assertThat(events.get(events.size() - 1)).isInstanceOf(RunEvent.RunFinished.class);
    return ((RunEvent.RunFinished) events.get(events.size() - 1)).summary();
  }
}
