package org.pageproof.sut.vm;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.pageproof.sut.HarnessException;
import org.pageproof.sut.driver.Interruption;

/** A running QEMU, which is killed when this process ends, however it does. */
final class QemuProcess {
  private static final Duration END_LIMIT = Duration.ofSeconds(10);
  private static final File NOTHING = new File("/dev/null");

  /** What follows the name in {@code /proc/PID/stat} (proc(5)). */
  private static final String STOPPED = ") T ";

  private final Process process;

  private QemuProcess(Process process) {
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param log what it prints goes there
   * @throws HarnessException if it cannot be started
   */
  static QemuProcess start(QemuProgram program, List<String> arguments, Path directory, Path log) {
    List<String> command = new ArrayList<>();
    command.addAll(List.of(program.setpriv().toString(), "--pdeathsig", "KILL", "--"));
    command.addAll(List.of(program.setsid().toString(), program.path().toString()));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(NOTHING)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    CompletableFuture<Process> started = new CompletableFuture<>();
    Thread keeper = new Thread(() -> keep(builder, started), "qemu-keeper");
    keeper.setDaemon(true);
    keeper.start();
    try {
      return new QemuProcess(started.join());
    } catch (CompletionException e) {
      throw new HarnessException("QEMU cannot be started: " + e.getCause(), e);
    }
  }

  /**
   * The kernel kills it when the thread that started it ends (prctl(2), PR_SET_PDEATHSIG), so that
   * thread must live as long.
   */
  private static void keep(ProcessBuilder builder, CompletableFuture<Process> started) {
    try {
      Process process = builder.start();
      started.complete(process);
      process.waitFor();
    } catch (IOException e) {
      started.completeExceptionally(e);
    } catch (InterruptedException e) {
      throw Interruption.of(e); // nobody interrupts it
    }
  }

  /** Its process id. */
  long pid() {
    return process.pid();
  }

  /** Whether it runs. */
  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether somebody has stopped it (SIGSTOP), so that nothing in it can answer. */
  boolean isStopped() {
    try {
      String stat = Files.readString(Path.of("/proc/" + pid() + "/stat"));
      return stat.startsWith(STOPPED, stat.lastIndexOf(')')); // what is before may be anything
    } catch (IOException e) {
      return false; // it is gone
    }
  }

  /** Waits some time for its end and tells whether it has ended. */
  boolean awaitEnd() {
    try {
      return process.waitFor(END_LIMIT.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw Interruption.of(e);
    }
  }

  /** The exit status, once it has ended; 128 and the signal if one killed it. */
  int status() {
    return process.exitValue();
  }

  /** Ends it by force and tells whether it has ended. */
  boolean kill() {
    process.destroyForcibly();
    return awaitEnd();
  }
}
