package org.pageproof.sut.vm.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.pageproof.sut.HarnessException;

/**
 * Where what takes long to make is kept between runs. An entry is made aside and gets its name when
 * it is complete and on disk, so it is never seen torn; who makes the same one meanwhile loses only
 * time.
 *
 * @param path the directory, which need not exist yet
 */
public record CacheDirectory(Path path) {
  private static final int GENERATIONS_KEPT = 4;
  private static final Duration KEPT_LONGEST = Duration.ofHours(6);

  /** Makes an entry at the given place. */
  interface Maker {
    void make(Path entry, WorkArea area) throws IOException;
  }

  /** {@code $PAGEPROOF_CACHE}, or the user's cache as the XDG base directories say. */
  public static CacheDirectory ofEnvironment() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  static CacheDirectory of(Map<String, String> environment, Path home) {
    String own = environment.getOrDefault("PAGEPROOF_CACHE", "");
    if (!own.isEmpty()) {
      return new CacheDirectory(Path.of(own).toAbsolutePath());
    }
    Path xdg = Path.of(environment.getOrDefault("XDG_CACHE_HOME", ""));
    Path caches = xdg.isAbsolute() ? xdg : home.resolve(".cache"); // a relative one does not count
    return new CacheDirectory(caches.resolve("pageproof"));
  }

  /**
   * The entry of this name, made first if there is none.
   *
   * @throws HarnessException if it cannot be made; nothing of it stays
   */
  Path entry(String name, Maker maker) {
    Path entry = path.resolve(name);
    if (Files.exists(entry)) {
      touch(entry);
      return entry;
    }
    try (WorkArea area = WorkArea.open(path)) {
      Path made = area.path().resolve(name);
      maker.make(made, area);
      return publish(made, name);
    } catch (IOException e) {
      throw unmade(entry, e);
    }
  }

  /** Says that it is in use; a cache that can only be read keeps all it has. */
  private void touch(Path entry) {
    if (Files.isWritable(path)) {
      try {
        Files.setLastModifiedTime(entry, FileTime.from(Instant.now()));
      } catch (IOException e) {
        throw unmade(entry, e);
      }
    }
  }

  /** What to say if an entry cannot be made. */
  HarnessException unmade(Path entry, IOException e) {
    return new HarnessException(
        entry
            + " cannot be made ("
            + Problem.why(e)
            + "); make room, or set PAGEPROOF_CACHE to another directory",
        e);
  }

  /** Gives a complete entry its name. */
  Path publish(Path made, String name) throws IOException {
    Path entry = path.resolve(name);
    store(made);
    try {
      Files.move(made, entry, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(entry)) { // a directory of another process has come first
        throw e;
      }
    }
    return entry;
  }

  private static void store(Path made) throws IOException {
    for (Path file : FileTree.files(made)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
    }
  }

  /** Removes the entries of a kind that were not used for hours, but for the newest. */
  void prune(String prefix) {
    try (Stream<Path> files = Files.list(path)) {
      List<Path> entries =
          files
              .filter(file -> file.getFileName().toString().startsWith(prefix))
              .sorted(Comparator.comparing(CacheDirectory::modified).reversed())
              .toList();
      FileTime limit = FileTime.from(Instant.now().minus(KEPT_LONGEST));
      for (Path entry :
          entries.subList(Math.min(GENERATIONS_KEPT, entries.size()), entries.size())) {
        if (modified(entry).compareTo(limit) < 0) {
          FileTree.delete(entry);
        }
      }
    } catch (IOException e) {
      throw new HarnessException("old entries cannot be removed: " + Problem.of(path, e), e);
    }
  }

  private static FileTime modified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.from(Instant.EPOCH); // gone: another process removes old entries too
    }
  }
}
