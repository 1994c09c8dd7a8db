package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever fails ends in an exit code of ours: Java's own would say that the kernel diverges. */
class MainTest {
  @TempDir private Path directory;

  @Test
  void outOfMemory() throws IOException {
    String header = "{\"type\":\"pageproof-trace\",\"v\":3,\"interface\":\"userfaultfd\"}";
    Files.writeString(directory.resolve("lines"), header + "\n".repeat(4 << 20));
    Cli.in(directory)
        .withJavaOption("-Xmx24m")
        .run("replay", "lines")
        .assertFailed(70, "out of memory");
  }

  @Test
  void missingLibrary() {
    String[] entries = System.getProperty("java.class.path").split(File.pathSeparator, -1);
    String ours =
        Arrays.stream(entries)
            .filter(entry -> Files.exists(Path.of(entry, "org/pageproof/cli/Main.class")))
            .findFirst()
            .orElseThrow();
    Cli.in(directory)
        .withClassPath(ours)
        .run("doctor")
        .assertFailed(70, "incomplete class path", "picocli");
  }

  /** As a user who may handle user-mode faults only, which is tested all the same. */
  @Test
  void nobodyTestsWhatNobodyMay() throws IOException {
    Machine.assumeKernel();
    String[] nobody = Machine.asNobody();
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
    Cli cli = Cli.in(directory).through(nobody);
    cli.withClassPath(Machine.readableClassPath(directory));
    Cli.Result result = cli.run("run", "--tries=300", "--seed=1");
    assertThat(result.assertCode(0).firstLine())
        .startsWith("Testing userfaultfd of kernel ")
        .contains("user-mode faults only");
    assertThat(result.out()).contains("conforms  kernel");
    assertThat(cli.run("doctor").assertCode(0).out())
        .contains("kernel     can be tested", "-> run as root");
  }
}
