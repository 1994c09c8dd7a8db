package org.pageproof.cli;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.pageproof.sut.kernel.KernelSut;

/** What tests need of the machine; without it they are skipped. */
final class Machine {
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

  private Machine() {}

  static void assumeKernel() {
    Optional<String> unavailable = KernelSut.unavailableBecause();
    assumeTrue(unavailable.isEmpty(), () -> "no kernel to test: " + unavailable.orElseThrow());
  }

  static void assumeRoot() {
    assumeTrue(System.getProperty("user.name").equals("root"), "needs root");
  }

  static boolean has(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  /** What makes the user nobody of the program after it. */
  static String[] asNobody() {
    assumeRoot();
    assumeTrue(Files.isExecutable(SETPRIV), "needs setpriv (util-linux)");
    return new String[] {SETPRIV.toString(), "--reuid=65534", "--regid=65534", "--clear-groups"};
  }

  /** A copy of the class path where everybody can read it. */
  static String readableClassPath(Path directory) throws IOException {
    List<Path> copies = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path from = Path.of(entry);
      if (Files.exists(from)) {
        String suffix = Files.isDirectory(from) ? "" : ".jar";
        Path to = directory.resolve("entry" + copies.size() + suffix);
        copyTree(from, to);
        copies.add(to);
      }
    }
    return copies.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static void copyTree(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path file : tree.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  /** Runs a program and returns its exit code. */
  static int exec(String... command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
