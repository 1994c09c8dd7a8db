package org.pageproof.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** The worker process behind a run on the kernel. */
record Worker(ProcessHandle process) {
  private static final long LOOK_NANOS = Duration.ofMillis(2).toNanos();
  private static final long LIMIT_NANOS = Duration.ofSeconds(60).toNanos();

  /** The driver's worker, once it is at work; empty if the driver ends before. */
  static Optional<Worker> atWork(Process driver, Set<Worker> except) {
    long start = System.nanoTime();
    while (driver.isAlive()) {
      for (ProcessHandle child : driver.children().toList()) {
        Worker worker = new Worker(child);
        if (!except.contains(worker) && worker.sequencesBegun() > 1) {
          return Optional.of(worker);
        }
      }
      assertThat(System.nanoTime() - start).as("a worker is at work").isLessThan(LIMIT_NANOS);
      LockSupport.parkNanos(LOOK_NANOS);
    }
    return Optional.empty();
  }

  /** From its journal, whose first word is the number of the sequence that was begun last. */
  private long sequencesBegun() {
    Optional<String[]> arguments = process.info().arguments();
    if (arguments.isEmpty() || arguments.get().length < 2) {
      return 0; // not yet, or no longer
    }
    Path journal = Path.of(arguments.get()[arguments.get().length - 2]);
    ByteBuffer word = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.nativeOrder());
    try (FileChannel channel = FileChannel.open(journal)) {
      return channel.read(word, 0) < Long.BYTES ? 0 : word.getLong(0) + 1;
    } catch (NoSuchFileException e) {
      return 0;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  void signal(String name) {
    Machine.exec("kill", "-" + name, Long.toString(process.pid()));
  }

  /** The directories of workers that are left. */
  static long directoriesIn(Path directory) throws IOException {
    try (var files = Files.list(directory)) {
      return files.filter(f -> f.getFileName().toString().startsWith("pageproof-worker-")).count();
    }
  }
}
