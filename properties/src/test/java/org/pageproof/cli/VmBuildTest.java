package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Building a kernel, as far as users see it when something is wrong; sut tests the rest. */
class VmBuildTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir private Path directory;
  private Path cache;
  private Path tree;

  @BeforeEach
  void makeTree() throws IOException {
    cache = directory.resolve("cache");
    tree = Files.createDirectory(directory.resolve("linux"));
    Files.createFile(tree.resolve("Kbuild"));
    Files.createFile(tree.resolve("Kconfig"));
  }

  private Cli cli() {
    return Cli.in(directory).through("env", "PAGEPROOF_CACHE=" + cache);
  }

  private Cli.Running build() {
    return cli().start("vm", "build", "--source", tree.toString());
  }

  private void assumeTools() {
    for (String tool : List.of("make", "gcc", "flex", "bison", "bc")) {
      assumeTrue(Machine.exec("sh", "-c", "command -v " + tool) == 0, "needs " + tool);
    }
    assumeTrue(Files.exists(Path.of("/usr/include/libelf.h")), "needs libelf-dev");
  }

  @Test
  void failureIsOneLineAndTheLogIsKept() throws IOException {
    assumeTools();
    Files.writeString(
        tree.resolve("Makefile"), "allnoconfig:\n\t@echo 'x.c:1: error: oops'; false\n");
    Cli.Result result = build().end();
    result.assertCode(70);
    assertThat(result.err().lines())
        .containsExactly(
            "configuring",
            "pageproof: the kernel cannot be built (x.c:1: error: oops); see "
                + cache.resolve("build.log"));
    assertThat(cache.toFile().list()).containsExactlyInAnyOrder("build.lock", "build.log");
  }

  @Test
  void signalEndsTheCompilerToo() throws IOException, InterruptedException {
    assumeTools();
    Path pid = directory.resolve("pid");
    Files.writeString(
        tree.resolve("Makefile"), "allnoconfig:\n\t@echo $$$$ >" + pid + "; exec sleep 1000\n");
    Cli.Running running = build();
    long compiler = Long.parseLong(await(pid));
    running.process().destroy();
    assertThat(running.end().code()).isEqualTo(143);
    assertThat(state(compiler)).isIn("gone", "Z");
    assertThat(cache.toFile().list()).containsExactlyInAnyOrder("build.lock", "build.log");
  }

  private static String await(Path file) throws IOException {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!Files.exists(file) || !Files.readString(file).endsWith("\n")) {
      assertThat(System.nanoTime()).as("%s is written", file).isLessThan(end);
      Thread.onSpinWait();
    }
    return Files.readString(file).strip();
  }

  private static String state(long pid) throws IOException {
    Path stat = Path.of("/proc/" + pid + "/stat");
    return Files.exists(stat)
        ? Files.readString(stat).replaceFirst(".*\\) (.).*\\s*", "$1")
        : "gone";
  }

  @Test
  void cacheThatCannotBeWritten() throws IOException {
    Files.writeString(cache, "a file is in the place");
    build().end().assertFailed(70, "cannot be made (a file is in the place)", "PAGEPROOF_CACHE");
  }
}
