package org.pageproof.sut.vm.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.pageproof.sut.HarnessException;

/**
 * A directory inside the cache that lives as long as an entry is being made, locked, so that what a
 * killed process leaves is told from what a live one uses. It goes with its programs when the
 * process is ended by a signal.
 */
final class WorkArea implements AutoCloseable {
  private static final String PREFIX = "work-";
  private static final String LOCK = "lock";

  /** A directory without a lock may be one that is just being locked. */
  private static final Duration UNLOCKED_LONGEST = Duration.ofMinutes(1);

  private final Path path;
  private final FileChannel lock;
  private final AtomicReference<ProcessHandle> running = new AtomicReference<>();
  private final Thread hook = new Thread(this::interrupted, "work-area");

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
      delete(path);
      throw e;
    }
  }

  /** Where the files are. */
  Path path() {
    return path;
  }

  /**
   * Runs a program in this directory, with its output in a file.
   *
   * @return its exit code
   * @throws HarnessException if there is no such program
   */
  int run(Path directory, Path log, List<String> command) {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    try {
      builder.environment().put("LC_ALL", "C");
      Process process = builder.start();
      running.set(process.toHandle());
      process.getOutputStream().close();
      return process.waitFor();
    } catch (IOException e) {
      throw new HarnessException("cannot run " + command.get(0) + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      killProgram();
      Thread.currentThread().interrupt();
      throw new HarnessException("interrupted while " + command.get(0) + " ran", e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return; // the process is being ended: the hook removes the directory
    }
    try (lock) {
      delete(path);
    }
  }

  private void interrupted() {
    killProgram();
    try {
      delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // told by the Java machine; the next area removes it
    }
  }

  private void killProgram() {
    ProcessHandle program = running.get();
    if (program != null) {
      program.descendants().forEach(ProcessHandle::destroyForcibly);
      program.destroyForcibly();
    }
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
          delete(entry);
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

  /** Another process may be removing the same. */
  private static void delete(Path directory) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw e;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path left, @Nullable IOException e)
              throws IOException {
            Files.deleteIfExists(left);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
