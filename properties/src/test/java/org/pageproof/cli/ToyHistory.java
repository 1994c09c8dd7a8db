package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A git repository whose commits differ in one file, which says what a build makes of them. */
final class ToyHistory {
  /** The file. */
  static final String FILE = "kernel";

  private static final long LIMIT_SECONDS = 300;

  private final Path directory;

  private final int commits;

  private ToyHistory(Path directory, int commits) {
    this.directory = directory;
    this.commits = commits;
  }

  /** One commit for each of these contents, the oldest first. */
  static ToyHistory of(Path directory, List<String> contents) throws IOException {
    assumeTrue(Machine.has("git"), "git is not installed");
    ToyHistory history = new ToyHistory(Files.createDirectory(directory), contents.size());
    history.git("init", "-q", "-b", "main").assertCode(0);
    for (int i = 0; i < contents.size(); i++) {
      Files.writeString(directory.resolve(FILE), contents.get(i));
      history.git("add", FILE).assertCode(0);
      history.git("commit", "-q", "--allow-empty", "-m", "commit " + i).assertCode(0);
    }
    return history;
  }

  /** Bisects from the first commit, which is good, to the last. */
  Cli.Result bisect(Path script, String... environment) {
    git("bisect", "start", "HEAD", "HEAD~" + (commits - 1)).assertCode(0);
    return run(List.of("git", "bisect", "run", "sh", script.toString()), environment);
  }

  private Cli.Result git(String... arguments) {
    List<String> command =
        new ArrayList<>(List.of("git", "-c", "user.name=test", "-c", "user.email=test@localhost"));
    command.addAll(Arrays.asList(arguments));
    return run(command);
  }

  private Cli.Result run(List<String> command, String... environment) {
    List<String> words = new ArrayList<>(List.of("env"));
    words.addAll(Arrays.asList(environment));
    words.addAll(command);
    Path out = directory.resolveSibling("git.out");
    Path err = directory.resolveSibling("git.err");
    try {
      Process process =
          new ProcessBuilder(words)
              .directory(directory.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile())
              .start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      assertThat(ended).as("%s ends", command).isTrue();
      return new Cli.Result(process.exitValue(), Files.readString(out), Files.readString(err));
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
