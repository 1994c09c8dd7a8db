package org.pageproof.sut.vm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class QemuProcessTest {
  private static final Path SETPRIV = Path.of("/usr/bin/setpriv");
  private static final Path SETSID = Path.of("/usr/bin/setsid");
  private static final Path SLEEP = Path.of("/bin/sleep");

  @TempDir private Path directory;

  private static QemuProcess start(Path directory) {
    return QemuProcess.start(
        new QemuProgram(SLEEP, SETPRIV, SETSID),
        List.of("1000"),
        directory,
        directory.resolve("log"));
  }

  /** What the test kills: a process that has started another and has no time to end it. */
  static final class Driver {
    private Driver() {}

    public static void main(String[] args) throws IOException {
      System.out.println(start(Path.of(args[0])).pid());
      System.exit(System.in.read()); // killed before that
    }
  }

  @Test
  void endsWithItsDriverHoweverThatEnds()
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Assumptions.assumeTrue(SETPRIV.toFile().canExecute(), "no setpriv");
    Process driver =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Driver.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = driver.inputReader()) {
      ProcessHandle started = ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
      assertThat(started.isAlive()).isTrue();
      driver.destroyForcibly();
      started.onExit().get(10, TimeUnit.SECONDS);
    } finally {
      driver.destroyForcibly();
    }
  }

  @Test
  void stoppedOneIsSeenToBeStopped() throws IOException, InterruptedException {
    Assumptions.assumeTrue(SETPRIV.toFile().canExecute(), "no setpriv");
    QemuProcess process = start(directory);
    try {
      assertThat(process.isStopped()).isFalse();
      String kill = "kill -STOP " + process.pid();
      assertThat(new ProcessBuilder("sh", "-c", kill).start().waitFor()).isZero();
      while (!process.isStopped()) { // some time soon, or the test's limit passes
        Thread.onSpinWait();
      }
    } finally {
      assertThat(process.kill()).isTrue();
    }
    assertThat(process.isStopped()).isFalse();
  }
}
