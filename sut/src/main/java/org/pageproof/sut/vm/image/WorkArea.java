package org.pageproof.sut.vm.image;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pageproof.sut.HarnessException;

/**
 * A directory inside the cache that lives as long as an entry is being made, locked, so that what a
 * killed process leaves is told from what a live one uses. It goes with its programs when the
 * process is ended by a signal.
 */
final class WorkArea implements AutoCloseable {
  private static final String PREFIX = "work-";
  private static final String LOCK = "lock";
  private static final String INTERRUPTED = "interrupted; nothing was kept";

  /** A directory without a lock may be one that is just being locked. */
  private static final Duration UNLOCKED_LONGEST = Duration.ofMinutes(1);

  private static final long KILL_LIMIT_SECONDS = 5;

  private final Path path;
  private final FileChannel lock;
  private final AtomicReference<ProcessHandle> running = new AtomicReference<>();
  private final AtomicBoolean interrupted = new AtomicBoolean();
  private final Thread hook = new Thread(this::interrupt, "work-area");

  private WorkArea(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /** A new area; those that dead processes left are removed. */
  static WorkArea open(Path cache) throws IOException {
    Files.createDirectories(cache);
    removeAbandoned(cache);
    Path path = Files.createTempDirectory(cache, prefix());
    try {
      FileChannel lock =
          FileChannel.open(
              path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      lock.lock();
      WorkArea area = new WorkArea(path, lock);
      Runtime.getRuntime().addShutdownHook(area.hook);
      return area;
    } catch (IOException e) {
      FileTree.delete(path);
      throw e;
    }
  }

  /** Where the files are. */
  Path path() {
    return path;
  }

  /**
   * Runs a program, with its output in a log.
   *
   * @param directory its working directory
   * @return its exit status
   * @throws HarnessException if there is no such program
   */
  int run(Path directory, Path log, List<String> command) {
    return run(directory, log, command, line -> {});
  }

  /** The same; whoever listens hears each line of its output. */
  int run(Path directory, Path log, List<String> command, Consumer<String> listener) {
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    try {
      Process process = start(builder);
      process.getOutputStream().close();
      try (BufferedReader output = process.inputReader(StandardCharsets.ISO_8859_1);
          Writer to = Files.newBufferedWriter(log, CREATE, APPEND)) {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
          to.append(line).append('\n').flush();
          listener.accept(line);
        }
      }
      int status = process.waitFor();
      if (interrupted.get()) {
        throw new HarnessException(INTERRUPTED);
      }
      return status;
    } catch (IOException e) {
      killProgram();
      throw new HarnessException(command.get(0) + " cannot be run: " + Problem.why(e), e);
    } catch (InterruptedException e) {
      killProgram();
      Thread.currentThread().interrupt();
      throw new HarnessException("interrupted while " + command.get(0) + " ran", e);
    }
  }

  /** Starts a program while nobody interrupts: who does so kills it, or there will be none. */
  private synchronized Process start(ProcessBuilder builder) throws IOException {
    if (interrupted.get()) {
      throw new HarnessException(INTERRUPTED);
    }
    Process process = builder.start();
    running.set(process.toHandle());
    return process;
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the process is being ended: the hook removes the directory
    }
    try (lock) {
      FileTree.delete(path);
    }
  }

  private void interrupt() {
    synchronized (this) {
      interrupted.set(true);
    }
    killProgram();
    try {
      FileTree.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // told by the Java machine; the next area removes it
    }
  }

  /** Kills the program and all that it started, and waits, so that nothing is written any more. */
  private void killProgram() {
    ProcessHandle program = running.get();
    if (program == null) {
      return;
    }
    List<ProcessHandle> all = Stream.concat(Stream.of(program), program.descendants()).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    CompletableFuture.allOf(
            all.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, KILL_LIMIT_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private static String prefix() {
    return PREFIX + ProcessHandle.current().pid() + "-";
  }

  /** Leaves those of this process alone: a lock ends as soon as anybody in it closes its file. */
  private static void removeAbandoned(Path cache) throws IOException {
    try (Stream<Path> entries = Files.list(cache)) {
      for (Path entry : entries.toList()) {
        String name = entry.getFileName().toString();
        if (name.startsWith(PREFIX) && !name.startsWith(prefix()) && isAbandoned(entry)) {
          FileTree.delete(entry);
        }
      }
    }
  }

  private static boolean isAbandoned(Path area) throws IOException {
    try (FileChannel channel = FileChannel.open(area.resolve(LOCK), StandardOpenOption.WRITE);
        FileLock taken = channel.tryLock()) {
      return taken != null;
    } catch (NoSuchFileException e) {
      Instant limit = Instant.now().minus(UNLOCKED_LONGEST);
      return Files.exists(area) && Files.getLastModifiedTime(area).toInstant().isBefore(limit);
    }
  }
}
