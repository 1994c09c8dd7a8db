package org.pageproof.sut.vm;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.pageproof.sut.HarnessException;

/**
 * Where snapshots are kept between runs.
 *
 * @param directory which need not exist yet
 */
record SnapshotStore(Path directory) {
  private static final String TAKING = "taking-";
  private static final int KEPT = 4;
  private static final Duration KEPT_LONGEST = Duration.ofDays(1);

  /** What a snapshot takes at most, and what else a run may write there, in bytes. */
  private static final long ROOM = 384L << 20;

  /**
   * With less than this left, in bytes, what went wrong did so because somebody else writes too.
   */
  private static final long FULL = 1L << 20;

  /** The snapshot of this name, if it was taken. */
  Optional<Snapshot> find(String name) {
    Path kept = directory.resolve(name);
    if (!Files.exists(kept)) {
      return Optional.empty();
    }
    try {
      Files.setLastModifiedTime(kept, FileTime.from(Instant.now())); // when it was last used
      return Optional.of(new Snapshot(kept));
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  /**
   * Takes a snapshot of this name.
   *
   * @throws EarlyDeathException if the guest ends before it is ready; nothing of it stays
   * @throws HarnessException if it cannot be taken; nothing of it stays
   */
  Snapshot take(String name, Machine machine) {
    try {
      Files.createDirectories(directory);
      removeOld();
      checkRoom();
      Path taking =
          Files.createTempDirectory(directory, TAKING + ProcessHandle.current().pid() + "-");
      try {
        Snapshot.take(machine, taking);
        return new Snapshot(publish(taking, directory.resolve(name)));
      } catch (HarnessException | EarlyDeathException e) {
        if (room() >= FULL) {
          throw e;
        }
        HarnessException full = noRoom(room());
        full.addSuppressed(e);
        throw full;
      } finally {
        delete(taking);
      }
    } catch (IOException e) {
      throw unusable(e);
    }
  }

  private HarnessException unusable(IOException e) {
    return new HarnessException(
        "snapshots of guests cannot be kept in "
            + directory
            + " ("
            + e.getMessage()
            + "); make room, or set PAGEPROOF_CACHE to another directory",
        e);
  }

  private void checkRoom() throws IOException {
    long room = room();
    if (room < ROOM) {
      throw noRoom(room);
    }
  }

  private long room() throws IOException {
    return Files.getFileStore(directory).getUsableSpace();
  }

  private HarnessException noRoom(long room) {
    return new HarnessException(
        "no room for the snapshot of a guest: "
            + directory
            + " has "
            + (room >> 20)
            + " MiB left, "
            + (ROOM >> 20)
            + " are needed; make room, or set PAGEPROOF_CACHE to another directory");
  }

  private static Path publish(Path taken, Path kept) throws IOException {
    try {
      return Files.move(taken, kept, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (!Files.isDirectory(kept)) { // another process took the same meanwhile
        throw e;
      }
      return kept;
    }
  }

  /** Forgets a snapshot that is of no use. */
  void remove(Snapshot snapshot) {
    try {
      delete(snapshot.directory());
    } catch (IOException e) {
      throw new HarnessException(snapshot.directory() + " cannot be removed: " + e.getMessage(), e);
    }
  }

  /** Removes what dead processes left, and snapshots that were not used lately. */
  private void removeOld() throws IOException {
    FileTime limit = FileTime.from(Instant.now().minus(KEPT_LONGEST));
    int kept = 0;
    for (Path entry : newestFirst()) {
      String name = entry.getFileName().toString();
      if (name.startsWith(TAKING)) {
        if (isAbandoned(name)) {
          delete(entry);
        }
      } else if (++kept > KEPT && Files.getLastModifiedTime(entry).compareTo(limit) < 0) {
        delete(entry);
      }
    }
  }

  private List<Path> newestFirst() throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.sorted(Comparator.comparing(SnapshotStore::modified).reversed()).toList();
    }
  }

  private static FileTime modified(Path entry) {
    try {
      return Files.getLastModifiedTime(entry);
    } catch (IOException e) {
      return FileTime.from(Instant.EPOCH); // gone: another process removes old ones too
    }
  }

  private static boolean isAbandoned(String name) {
    String pid = name.substring(TAKING.length(), name.indexOf('-', TAKING.length()));
    return ProcessHandle.of(Long.parseLong(pid)).isEmpty();
  }

  private static void delete(Path entry) throws IOException {
    if (!Files.exists(entry)) {
      return;
    }
    try (Stream<Path> tree = Files.walk(entry)) {
      for (Path file : tree.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
