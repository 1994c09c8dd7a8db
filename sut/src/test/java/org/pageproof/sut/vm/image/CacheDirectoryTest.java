package org.pageproof.sut.vm.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.pageproof.sut.HarnessException;

class CacheDirectoryTest {
  @TempDir private Path directory;
  private CacheDirectory cache;

  @BeforeEach
  void chooseCache() {
    cache = new CacheDirectory(directory.resolve("cache"));
  }

  @Test
  void placeIsTheUsersChoiceThenThatOfTheDesktopThenHome() {
    Path home = Path.of("/home/me");
    String own = "PAGEPROOF_CACHE";
    String xdg = "XDG_CACHE_HOME";
    assertThat(CacheDirectory.of(Map.of(own, "/a", xdg, "/b"), home).path()).hasToString("/a");
    assertThat(CacheDirectory.of(Map.of(own, "", xdg, "/b"), home).path())
        .hasToString("/b/pageproof");
    assertThat(CacheDirectory.of(Map.of(xdg, "relative"), home).path())
        .hasToString("/home/me/.cache/pageproof");
    assertThat(CacheDirectory.of(Map.of(), home).path()).hasToString("/home/me/.cache/pageproof");
  }

  @Test
  void entryIsMadeOnce() {
    Path made = cache.entry("a", (entry, area) -> Files.writeString(entry, "first"));
    assertThat(made).isEqualTo(cache.path().resolve("a")).hasContent("first");
    assertThat(cache.entry("a", (entry, area) -> Files.writeString(entry, "second")))
        .hasContent("first");
    assertThat(cache.path().toFile().list()).containsExactly("a");
  }

  @Test
  void nothingStaysOfAnEntryThatFailed() {
    assertThatThrownBy(
            () ->
                cache.entry(
                    "a",
                    (entry, area) -> {
                      Files.writeString(entry, "half");
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(HarnessException.class)
        .hasMessageContaining("a cannot be made (No space left on device); make room, or set PAGE");
    assertThat(cache.path()).isEmptyDirectory();
  }

  @Test
  void fullDisk() throws IOException, InterruptedException {
    Assumptions.assumeTrue(System.getProperty("user.name").equals("root"), "needs root");
    Path disk = Files.createDirectory(directory.resolve("disk"));
    int mounted =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk.toString())
            .start()
            .waitFor();
    Assumptions.assumeTrue(mounted == 0, "may not mount a file system");
    try {
      CacheDirectory full = new CacheDirectory(disk);
      assertThatThrownBy(
              () -> full.entry("a", (entry, area) -> Files.write(entry, new byte[1 << 20])))
          .isInstanceOf(HarnessException.class)
          .hasMessageContaining("No space left on device")
          .hasMessageContaining("; make room");
      assertThat(disk).isEmptyDirectory();
    } finally {
      Images.exec("umount", "-l", disk.toString());
    }
  }

  @Test
  void manyMakeTheSameEntryAtOnce() throws Exception {
    int makers = 8;
    CyclicBarrier allAtWork = new CyclicBarrier(makers);
    ExecutorService threads = Executors.newFixedThreadPool(makers);
    try {
      List<Future<Path>> made =
          IntStream.range(0, makers)
              .mapToObj(
                  i -> threads.submit(() -> cache.entry("d", (d, area) -> fill(d, allAtWork))))
              .toList();
      for (Future<Path> entry : made) {
        assertThat(entry.get().resolve("one")).hasContent("1");
        assertThat(entry.get().resolve("two")).hasContent("2");
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(cache.path().toFile().list()).containsExactly("d");
  }

  private static void fill(Path entry, CyclicBarrier allAtWork) throws IOException {
    Files.createDirectory(entry);
    Files.writeString(entry.resolve("one"), "1");
    try {
      allAtWork.await();
    } catch (InterruptedException | BrokenBarrierException e) {
      throw new AssertionError(e);
    }
    Files.writeString(entry.resolve("two"), "2");
  }

  @Test
  void whatKilledProcessesLeftIsRemoved() throws IOException {
    Path left = Files.createDirectories(cache.path().resolve("work-1-abc"));
    Files.writeString(left.resolve("lock"), "");
    Files.writeString(left.resolve("huge"), "torn");
    Path unlocked = Files.createDirectories(cache.path().resolve("work-1-def"));
    Files.setLastModifiedTime(unlocked, FileTime.from(Instant.now().minus(1, ChronoUnit.HOURS)));
    Path beingLocked = Files.createDirectories(cache.path().resolve("work-1-ghi"));
    cache.entry("a", (entry, area) -> Files.writeString(entry, "a"));
    assertThat(left).doesNotExist();
    assertThat(unlocked).doesNotExist();
    assertThat(beingLocked).exists();
  }

  @Test
  void whatOtherProcessesUseStays() throws IOException, InterruptedException {
    Path used = Files.createDirectories(cache.path().resolve("work-1-abc"));
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Locker.class.getName(),
                used.resolve("lock").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      assertThat(other.getInputStream().read()).isEqualTo('l');
      cache.entry("a", (entry, area) -> Files.writeString(entry, "a"));
      assertThat(used).exists();
    } finally {
      other.destroyForcibly().waitFor();
    }
    cache.entry("b", (entry, area) -> Files.writeString(entry, "b"));
    assertThat(used).doesNotExist();
  }

  /** Another process, which locks a file until it is killed. */
  static final class Locker {
    public static void main(String[] args) {
      try (FileChannel file =
          FileChannel.open(
              Path.of(args[0]), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        file.lock();
        System.out.print('l');
        System.out.flush();
        System.in.read();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void oldGenerationsGoUnlessTheyAreUsed() throws IOException {
    for (int days = 0; days < 8; days++) {
      Path entry = Files.createDirectories(cache.path().resolve("root-" + days));
      Files.writeString(entry.resolve("file"), "");
      Instant made = Instant.now().minus(days * 18L, ChronoUnit.HOURS);
      Files.setLastModifiedTime(entry, FileTime.from(made));
    }
    Files.createFile(cache.path().resolve("other-9"));
    cache.entry("root-6", (entry, area) -> Files.writeString(entry, "made again"));
    cache.prune("root-");
    assertThat(cache.path().toFile().list())
        .containsExactlyInAnyOrder("root-0", "root-1", "root-2", "root-6", "other-9");
  }

  @Test
  void programsAreHeardLineByLine() throws IOException {
    try (WorkArea area = WorkArea.open(cache.path())) {
      List<String> heard = new java.util.ArrayList<>();
      Path log = directory.resolve("log");
      List<String> command = List.of("sh", "-c", "echo one; echo two >&2; exit 3");
      assertThat(area.run(directory, log, command, heard::add)).isEqualTo(3);
      assertThat(heard).containsExactly("one", "two");
      assertThat(log).hasContent("one\ntwo");
      assertThatThrownBy(() -> area.run(directory, log, List.of("no-such-program")))
          .isInstanceOf(HarnessException.class)
          .hasMessageStartingWith("no-such-program cannot be run: ");
    }
  }
}
